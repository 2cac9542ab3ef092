// local/glacier/server.ts — a faithful local Amazon Glacier (vault API 2012-06-01), listening on one address.
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runAgenda } from './agenda.ts';
import { archiveOperations } from './archives.ts';
import { openBytes } from './bytes.ts';
import { dispatch, type Dispatch } from './dispatch.ts';
import { createFaults } from './faults.ts';
import type { Glacier } from './glacier.ts';
import { jobOutputOperations } from './job-output.ts';
import { jobOperations } from './jobs.ts';
import { startLoop, type Loop } from './loop.ts';
import { settingsOf, type GlacierOptions } from './options.ts';
import { policyOperations } from './policy.ts';
import { createPublisher } from './publisher.ts';
import { openStore } from './store.ts';
import { completeOperations } from './upload-complete.ts';
import { uploadLists } from './upload-lists.ts';
import { uploadOperations } from './uploads.ts';
import { vaultOperations } from './vaults.ts';

export type { GlacierOptions } from './options.ts';

export interface RunningGlacier {
  port: number;
  url: string;
  /** Stops taking requests, lets those under way end (for five seconds), and closes the store. */
  close(): Promise<void>;
}

const drainMs = 5000;

/** Starts a server on the state in `folder`; rejects with `EADDRINUSE`, or where another server has the folder. */
export async function startGlacier(options: GlacierOptions): Promise<RunningGlacier> {
  const ready = Promise.withResolvers<Dispatch>();
  const underWay = new Set<Promise<void>>();
  // No limit on a whole request: four GiB may take hours. Silence is limited by `idleMs`.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 65_000 }, (request, response) => {
    const answered = ready.promise.then((dispatcher) => dispatch(dispatcher, request, response));
    underWay.add(answered);
    void answered.finally(() => underWay.delete(answered));
  });
  // The port first: a second server must not look at the folder of the first.
  const address = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  try {
    const glacier = await openGlacier(options);
    const background = await startBackground(glacier, options);
    ready.resolve({ glacier, keys: options.credentials, operations: operationsOf(glacier), onError });
    return running(address, async () => {
      await stop(server);
      await Promise.race([Promise.all(underWay), delay(drainMs, undefined, { ref: false })]);
      await background.close();
      glacier.store.close();
    });
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

const operationsOf = (glacier: Glacier): Dispatch['operations'] => ({
  ...vaultOperations(glacier),
  ...archiveOperations(glacier),
  ...uploadOperations(glacier),
  ...completeOperations(glacier),
  ...uploadLists(glacier),
  ...jobOperations(glacier),
  ...jobOutputOperations(glacier),
  ...policyOperations(glacier),
});

function running({ port, address }: AddressInfo, close: () => Promise<void>): RunningGlacier {
  return { port, url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`, close };
}

async function openGlacier(options: GlacierOptions): Promise<Glacier> {
  await mkdir(options.folder, { recursive: true });
  const store = openStore(join(options.folder, 'glacier.sqlite'));
  const bytes = await openBytes(join(options.folder, 'pieces'));
  await bytes.sweep(new Set(store.pieces.list().map(({ value }) => value.file)));
  return {
    store,
    bytes,
    settings: settingsOf(options),
    faults: createFaults(),
    accountId: options.accountId ?? '000000000000',
    region: options.region ?? 'us-east-1',
    wakeAgenda: () => undefined,
  };
}

/** The agenda, and the publisher where there is an SNS: what one completes the other announces. */
async function startBackground(glacier: Glacier, { sns }: GlacierOptions): Promise<Pick<Loop, 'close'>> {
  const publisher = sns && (await createPublisher(glacier.store, { sns, region: glacier.region }));
  const publishing = publisher && startLoop(() => publisher.publishDue(), onError);
  const agenda = startLoop(async () => {
    const next = await runAgenda(glacier, sns !== undefined);
    publishing?.wake();
    return next;
  }, onError);
  glacier.wakeAgenda = () => agenda.wake();

  return {
    async close() {
      await agenda.close();
      publisher?.close();
      await publishing?.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address && typeof address === 'object') resolve(address);
    });
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(late);
}

function onError(error: unknown): void {
  process.stderr.write(`glacier: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
