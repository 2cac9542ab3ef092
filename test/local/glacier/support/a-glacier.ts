// test/local/glacier/support/a-glacier.ts — a local Glacier on a free port, the real SDK against it, and a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GlacierClient } from '@aws-sdk/client-glacier';
import { startGlacier, type GlacierOptions } from '../../../../local/glacier/server.ts';

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };

/** What `/_admin/` answers, as far as tests look at it. */
export interface AdminReply {
  id: string;
  fired: number;
  seed: number;
  code: string;
  files: number;
  standardMs: number;
  faults: { fault: string; fired: number }[];
  pendingNotifications: { topic: string; attempts: number }[];
  vaults: {
    name: string;
    archives: { id: string; description: string; size: number }[];
    uploads: { id: string; parts: number }[];
    jobs: { JobId: string; StatusCode: string }[];
  }[];
}

/** Every tier at once, so that tests wait for a condition and not for a clock. */
export const atOnce = { expeditedMs: 0, standardMs: 0, bulkMs: 0, inventoryMs: 0 };

export interface TestGlacier {
  url: string;
  folder: string;
  client: GlacierClient;
  /** Calls `/_admin/PATH`; with a body it posts. */
  admin(path: string, body?: unknown): Promise<AdminReply>;
  close(): Promise<void>;
}

/** Starts a server; `close` also removes its folder, unless the folder was given. */
export async function aGlacier(options: Partial<GlacierOptions> = {}): Promise<TestGlacier> {
  const folder = options.folder ?? (await aFolder());
  const server = await startGlacier({ credentials, ...atOnce, ...options, folder });
  const client = aClient(server.url);
  return {
    url: server.url,
    folder,
    client,
    admin: (path, body) => admin(server.url, path, body),
    async close() {
      client.destroy();
      await server.close();
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

export const aFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'glacier-test-'));

/** One attempt only, so that a test sees each answer; the SDK would retry what is transient. */
export const aClient = (endpoint: string, changes: object = {}): GlacierClient =>
  new GlacierClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...changes });

export async function admin(url: string, path: string, body?: unknown): Promise<AdminReply> {
  const post = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${url}/_admin/${path}`, body === undefined ? {} : post);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads a wrong shape fails by itself
  return (await response.json()) as AdminReply;
}
