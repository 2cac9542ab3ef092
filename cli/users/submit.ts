// cli/users/submit.ts — `gas submit FILE`: uploads a file, has it annotated, and waits for that if asked to.
import type { Answer } from '../answer.ts';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { JobView, UploadForm } from '../../web/contract.ts';
import { CliFailure } from '../failure.ts';
import { type LocalFile, uploadFile } from './form-upload.ts';
import { uploadInParts, WHOLE_BYTES } from './part-upload.ts';
import type { Service } from './service.ts';
import { fileFailure, use, type UserCli, userCommand, type UserOptions } from './user.ts';
import { jobText, printable } from './words.ts';

interface SubmitOptions extends UserOptions {
  name?: string;
  genome?: string;
  wait?: true;
  resume?: string;
}

interface Ways {
  service: Service;
  cli: UserCli;
}

/** Between two looks at a job that goes on by itself. */
const LOOK_MS = 2000;

export function submitCommand(cli: UserCli): Command {
  return userCommand('submit', 'upload a VCF or BCF file to the service and have it annotated; prints the job’s id')
    .argument('<file>', 'VCF (plain, gzip, BGZF) or BCF')
    .option('--name <name>', 'what to call the job')
    .option('--genome <genome>', 'the genome, where the file does not tell it')
    .option('--resume <upload>', 'go on with a large upload that broke off, by what it said')
    .option('--wait', 'until it is annotated; ends with 2 where that fails')
    .action((path: string, options: SubmitOptions) =>
      use(cli, options, async (service) => {
        const file = await fileAt(path);
        const submitted = await submit(file, options, { service, cli });
        if (!options.wait) return { text: submitted.job_id, json: submitted };
        return ended(await waitFor(submitted));

        async function waitFor(job: JobView): Promise<JobView> {
          cli.say(`job ${job.job_id}: ${job.status}`);
          for (let seen = job; ;) {
            if (isOver(seen)) return seen;
            await cli.pause(LOOK_MS);
            const now = await service.get(`/api/jobs/${job.job_id}`, JobView);
            if (now.status !== seen.status) cli.say(`job ${job.job_id}: ${now.status}`);
            seen = now;
          }
        }
      }),
    );
}

async function fileAt(path: string): Promise<LocalFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileFailure(path, error);
  });
  if (!found.isFile()) throw new CliFailure('file', `${path} is not a file.`);
  if (found.size === 0) throw new CliFailure('file', `${path} is empty.`);
  return { path, bytes: found.size };
}

/** The size is told first: a file that is too large is refused before it is sent. */
async function submit(file: LocalFile, { name, genome, resume }: SubmitOptions, ways: Ways): Promise<JobView> {
  const file_name = basename(file.path);
  const inParts = resume !== undefined || file.bytes > WHOLE_BYTES;
  const job_id = inParts ? await uploadInParts(file, resume, ways) : await uploadWhole();
  return ways.service.post('/api/jobs', { job_id, file_name, name, genome }, JobView);

  async function uploadWhole(): Promise<string> {
    const form = await ways.service.post('/api/uploads', { file_name, bytes: file.bytes }, UploadForm);
    await uploadFile(form, file);
    return form.job_id;
  }
}

function isOver({ status }: JobView): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}

function ended(job: JobView): Answer {
  if (job.status === 'COMPLETED') return { text: jobText(job), json: job };
  const reason = job.failure ? `: ${printable(job.failure)}` : '.';
  return { text: `job ${job.job_id} ${job.status.toLowerCase()}${reason}`, json: job, exitCode: 2 };
}
