// local/api-check.ts — `npm run api-check`: the API of a whole stack, asked whatever its own description allows and forbids.
// schemathesis (PyPI) makes the requests; what it finds fails the command. It is fetched once, into an environment of its own.
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { JobView } from '../web/contract.ts';
import type { Client } from './client.ts';
import { signIn } from './client.ts';
import { ROOT } from './environment.ts';
import { PEOPLE } from './people.ts';
import { startStack } from './start-stack.ts';
import { until } from './until.ts';

const TOOL = 'schemathesis==4.32.5';
const FOLDER = join(ROOT, '.local/api-check-venv');
const VCF = '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchrM\t3243\t.\tA\tG\t.\tPASS\t.\n';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '110' }, seed: { type: 'string' } } });

/** These end the session that asks, never end themselves, or lead to another server. */
const LEFT_OUT = ['/auth/logout', '/auth/login', '/auth/callback', '/api/events'];
/** Ids that answers told are asked for again: these two would end the session, or the account. */
const LAST = ['deleteSessionsBySessionId', 'deleteProfile'];
/**
 * Left out is the check that every body of the right form is accepted: an id of the right form may be nobody's. Without
 * `security-parameters false` requests would carry made-up cookies, and be refused before anything is looked at.
 */
const OPTIONS =
  '--exclude-checks positive_data_acceptance --phases examples,coverage,fuzzing --continue-on-failure ' +
  '--max-redirects 0 --request-timeout 30 --no-color --warnings off --report ndjson --report-dir . ' +
  '--generation-database none --generation-with-security-parameters false';

/** `multipart` stands where another route has a job's id, of which it is none: DELETE answers as for an unknown upload. */
const EXCEPTIONS = `
[[operations]]
include-path = "/api/uploads/multipart"
[operations.checks]
unsupported_method.enabled = false
allow_header_conformance.enabled = false
`;

async function installed(): Promise<string> {
  const stamp = join(FOLDER, '.installed');
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== TOOL) {
    console.error(`Fetching ${TOOL}, once.`);
    const run = promisify(execFile);
    await run(join(ROOT, '.local/venv/bin/python'), ['-m', 'venv', '--clear', FOLDER]);
    await run(join(FOLDER, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', TOOL]);
    await writeFile(stamp, TOOL);
  }
  return join(FOLDER, 'bin/schemathesis');
}

/** A person with a completed annotation: some requests then find something. */
async function aPerson(webUrl: string): Promise<{ person: Client; jobId: string }> {
  const person = await signIn(webUrl, PEOPLE[0]!.sub);
  const jobId = await person.upload('sample.vcf', Buffer.from(VCF));
  await person.submit(jobId, 'sample.vcf');
  const complete = async () => ((await person.job(jobId)) satisfies JobView).status === 'COMPLETED';
  await until(complete, new AbortController().signal);
  return { person, jobId };
}

function argumentsFor({ webUrl, cookies }: { webUrl: string; cookies: string }): string[] {
  const headers = { cookie: cookies, origin: webUrl };
  return [
    'run',
    `${webUrl}/api/openapi.json`,
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}:${value}`]),
    ...LEFT_OUT.flatMap((path) => ['--exclude-path', path]),
    ...LAST.flatMap((id) => ['--exclude-operation-id', id]),
    ...OPTIONS.split(' '),
    '--max-time',
    values.seconds,
    ...(values.seed === undefined ? [] : ['--seed', values.seed]),
  ];
}

/** How often which status was answered. */
async function statuses(at: string): Promise<[status: string, times: number][]> {
  const report = (await readdir(at)).find((name) => name.startsWith('ndjson-'));
  const text = report === undefined ? '' : await readFile(join(at, report), 'utf8');
  const found = [...text.matchAll(/"status_code":(\d+)/g)].map(([, status = '']) => status);
  return [...Map.groupBy(found, (status) => status)].map(([status, all]) => [status, all.length]);
}

/** Whoever is refused at the door learns nothing of what is behind it. */
function isMeaningful(told: [status: string, times: number][]): boolean {
  const times = (pattern: RegExp) => told.reduce((sum, [status, all]) => sum + (pattern.test(status) ? all : 0), 0);
  return times(/^2/) > 0 && times(/^401$/) < times(/./) / 2;
}

const folder = await mkdtemp(join(tmpdir(), 'gas-api-check-'));
const tool = await installed();
const stack = await startStack({ folder, ports: 'free' });
try {
  const { person } = await aPerson(stack.urls.web);
  await writeFile(join(folder, 'schemathesis.toml'), EXCEPTIONS);
  const args = argumentsFor({ webUrl: stack.urls.web, cookies: person.cookies() });
  const [code] = (await once(spawn(tool, args, { cwd: folder, stdio: 'inherit' }), 'exit')) as [number | null];
  const told = await statuses(folder);
  console.error(`Answers: ${told.map(([status, times]) => `${status} × ${times}`).join(', ')}`);
  const failures = (await stack.logs('web')).split('\n').filter((line) => line.includes('request failed'));
  for (const line of failures.slice(0, 10)) console.error(line);
  process.exitCode = code === 0 && failures.length === 0 && isMeaningful(told) ? 0 : 1;
} finally {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
