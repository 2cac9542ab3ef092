// cli/users/get.ts — `gas get JOB_ID`: a job, or one of its files.
import type { Answer } from '../answer.ts';
import { access } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type JobId, objectKeys } from '../../domain/job.ts';
import { JobView } from '../../web/contract.ts';
import { CliFailure } from '../failure.ts';
import { jobIdArgument } from '../operators/operator.ts';
import { download, save } from './download.ts';
import type { Service } from './service.ts';
import { use, type UserCli, userCommand, type UserOptions } from './user.ts';
import { jobText } from './words.ts';

interface GetOptions extends UserOptions {
  result?: true;
  log?: true;
  input?: true;
  output?: string;
}

export function getCommand(cli: UserCli): Command {
  const others = { result: ['log', 'input'], log: ['result', 'input'], input: ['result', 'log'] };
  return userCommand('get', 'show a job of yours, or download one of its files')
    .argument('<job_id>', 'the job', jobIdArgument)
    .addOption(new Option('--result', 'download the result').conflicts(others.result))
    .addOption(new Option('--log', 'download the log; shown without -o').conflicts(others.log))
    .addOption(new Option('--input', 'download the input').conflicts(others.input))
    .option('-o, --output <file>', 'where the file goes (default: under its own name, here)')
    .action((jobId: JobId, options: GetOptions) => use(cli, options, (service) => got(service, jobId, options)));
}

async function got(service: Service, jobId: JobId, options: GetOptions): Promise<Answer> {
  if (options.log) return logOf(service, jobId, options);
  const what = options.result ? 'result' : options.input ? 'input' : undefined;
  if (!what && options.output) throw new CliFailure('file', 'Say which file: --result, --log or --input.');
  const job = await service.get(`/api/jobs/${jobId}`, JobView);
  if (!what) return { text: jobText(job), json: job };
  const path = options.output ?? (await newFile(nameOf(job, what)));
  return saved(path, await download(service, { job, what, path }));
}

/** The service’s own name for it, which has neither folders nor odd characters. */
function nameOf({ job_id: jobId, user_id: userId, file_name: inputFileName }: JobView, what: 'input' | 'result') {
  const key = objectKeys('gas', { jobId, userId, inputFileName })[what];
  return key.slice(key.indexOf('~') + 1);
}

/** A name that nobody has chosen takes the place of nothing. */
async function newFile(path: string): Promise<string> {
  const taken = await access(path).then(
    () => true,
    () => false,
  );
  if (taken) throw new CliFailure('file', `${path} is there already: choose a name with -o.`);
  return path;
}

async function logOf(service: Service, jobId: JobId, { output, json }: GetOptions): Promise<Answer> {
  const answer = await service.read(`/api/jobs/${jobId}/log`);
  if (output) return saved(output, await save(answer, output));
  const log = await answer.text();
  return { text: log.trimEnd(), json: json && { job_id: jobId, log } };
}

function saved(path: string, bytes: number): Answer {
  return { text: `${path}: ${bytes.toLocaleString('en')} bytes`, json: { file: path, bytes } };
}
