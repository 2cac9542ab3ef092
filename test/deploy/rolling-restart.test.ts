// test/deploy/rolling-restart.test.ts — a new version comes: every process is restarted in turn, under load, and nobody notices.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn, type Client } from '../../local/client.ts';
import { openInspector } from '../../local/inspect.ts';
import { PEOPLE } from '../../local/people.ts';
import { SERVICES, type ServiceName } from '../../local/services.ts';
import type { Stack } from '../../local/start-stack.ts';
import { aStack } from '../support/stack.ts';
import { until } from '../support/until.ts';
import { freePorts } from '../../local/ports.ts';
import { openBalancer, type Balancer } from './support/balancer.ts';
import { follow } from './support/follow.ts';
import { secondProcesses, type SecondProcesses } from './support/second-processes.ts';

const READERS = 3;
const SETTINGS = { GAS_GRACE_PERIOD: '1s', GAS_STOP_DELAY: '1s' };

describe('two of each process, restarted one after the other under load', function () {
  this.timeout(240_000);
  let stack: Stack & { folder: string };
  let second: SecondProcesses;
  let balancer: Balancer;
  let ada: Client;
  let vcf: Buffer;
  before(async () => {
    const ports = await freePorts();
    balancer = await openBalancer(() => [ports.web, ...(second ? [second.webPort] : [])]);
    stack = await aStack({ ports, settings: { ...SETTINGS, GAS_WEB_URL: balancer.url } });
    second = await secondProcesses(stack);
    await until(() => balancer.ready() === 2);
    vcf = await readFile(join(stack.config.annotator.genomeFolder, 'examples/mgrb.chrM.vcf.gz'));
    ada = await signIn(balancer.url, PEOPLE[0]!.sub);
  });
  after(async () => {
    await balancer.close();
    await second?.stop();
    await stack?.stop();
  });

  it('fail no request, lose no message, and bring event streams back', async () => {
    const told = new Map<string, string>();
    const stream = follow(ada, ({ job_id, place }) => told.set(job_id, place));
    const jobs: string[] = [];
    const finished = new AbortController();
    const readers = Array.from({ length: READERS }, () => reading(ada, jobs, finished.signal));

    for (const restart of restarts()) {
      jobs.push(await submitted(ada, vcf));
      await Promise.all([restart(), submitted(ada, vcf).then((job) => jobs.push(job))]);
      await until(() => balancer.ready() === 2);
    }
    await until(
      () => jobs.every((job) => told.get(job) === 'archived'),
      () => `not told as archived: ${JSON.stringify([...told])}`,
    );
    finished.abort();
    const answers = (await Promise.all(readers)).reduce((sum, one) => sum + one, 0);

    assert.deepEqual(balancer.failures, []);
    assert.ok(answers > 50 && stream.opened() > 2, `${answers} answers, ${stream.opened()} streams`);
    await stream.close();
    assert.deepEqual(stack.troubles, []);
    const inspector = openInspector(stack.config);
    await until(async () => Object.keys(await inspector.queues()).length === 0);
    inspector.close();
  });

  /** Each of the six, ended by SIGTERM in order and started again; done when it serves. */
  function restarts(): (() => Promise<void>)[] {
    return SERVICES.toReversed().flatMap((name: ServiceName) => [
      async () => {
        await stack.kill(name, 'SIGTERM');
        await stack.start(name);
      },
      async () => {
        await second.the[name].stop();
        await second.the[name].start();
      },
    ]);
  }
});

async function submitted(client: Client, vcf: Uint8Array): Promise<string> {
  const jobId = await client.upload('mgrb.vcf.gz', vcf);
  await client.submit(jobId, 'mgrb.vcf.gz');
  return jobId;
}

/** Asks for the list and for jobs, again and again; any answer but 200 throws. Answers how many there were. */
async function reading(client: Client, jobs: readonly string[], finished: AbortSignal): Promise<number> {
  let answers = 0;
  while (!finished.aborted) {
    await client.jobs();
    const last = jobs.at(-1);
    if (last) await client.job(last);
    answers += 1;
  }
  return answers;
}
