// local/glacier/admin.ts — the unsigned, loopback-only way to look inside, to order faults and to change times.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseJson, readSmallBody, type Reply } from './call.ts';
import { accessDenied, invalid, unknownOperation } from './errors.ts';
import { FaultRule } from './faults.ts';
import { isoDate, type Glacier } from './glacier.ts';
import { describeJob } from './job-description.ts';
import { SETTINGS } from './options.ts';
import { OPERATIONS } from './routes.ts';
import { shaped } from './shaped.ts';
import type { Records } from './store.ts';
import { isOpen } from './upload-record.ts';

const SettingsChange = z.partialRecord(z.enum(SETTINGS), z.int().nonnegative());

/** Answers `/_admin/...`; throws where the caller is not on this machine or the path is unknown. */
export async function answerAdmin(glacier: Glacier, request: IncomingMessage): Promise<Reply> {
  if (!/^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '')) throw accessDenied('Only from this machine.');
  const path = (request.url ?? '').split('?')[0];
  const actions: Record<string, (() => Reply | Promise<Reply>) | undefined> = {
    'GET /_admin/health': () => ({ status: 200, json: { status: 'ok' } }),
    'GET /_admin/state': () => ({ status: 200, json: stateOf(glacier) }),
    'GET /_admin/faults': () => ({ status: 200, json: { faults: glacier.faults.list() } }),
    'POST /_admin/faults': () => addFault(glacier, request),
    'DELETE /_admin/faults': () => {
      glacier.faults.clear();
      return { status: 204 };
    },
    'GET /_admin/settings': () => ({ status: 200, json: glacier.settings }),
    'POST /_admin/settings': () => changeSettings(glacier, request),
  };
  const action = actions[`${request.method} ${path}`];
  if (!action) throw unknownOperation(`No such administrative call: ${request.method} ${path}`);
  return action();
}

async function addFault(glacier: Glacier, request: IncomingMessage): Promise<Reply> {
  const rule = shaped(FaultRule, parseJson(await readSmallBody(request)));
  if (rule.operation !== undefined && ![...OPERATIONS, 'CompleteJob'].includes(rule.operation)) {
    throw invalid(`Invalid operation: ${rule.operation}`);
  }
  return { status: 201, json: glacier.faults.add(rule) };
}

async function changeSettings(glacier: Glacier, request: IncomingMessage): Promise<Reply> {
  Object.assign(glacier.settings, shaped(SettingsChange, parseJson(await readSmallBody(request))));
  return { status: 200, json: glacier.settings };
}

/** Everything there is now, whatever the age of the inventory. */
function stateOf(glacier: Glacier) {
  const { store } = glacier;
  return {
    vaults: store.vaults.list().map(({ value: { name } }) => ({
      name,
      archives: within(store.archives, name)
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ id, description, size, treeHash, createdAt }) => ({
          id,
          description,
          size,
          treeHash,
          createdAt: isoDate(createdAt),
        })),
      uploads: within(store.uploads, name)
        .filter((upload) => isOpen(glacier, upload))
        .map(({ id, description, partSize }) => ({
          id,
          description,
          partSize,
          parts: store.pieces.list({ prefix: `${id}/` }).length,
        })),
      jobs: within(store.jobs, name).map((job) => describeJob(glacier, job)),
    })),
    pendingNotifications: store.notices.list().map(({ value }) => ({ topic: value.topic, attempts: value.attempts })),
    files: store.pieces.list().length,
  };
}

const within = <T>(records: Records<T>, vault: string): T[] =>
  records.list({ prefix: `${vault}/` }).map(({ value }) => value);
