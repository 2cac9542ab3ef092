// config-local.ts — the settings of the embedded stack: its folder, its ports, how fast its Glacier is.
import { resolve } from 'node:path';
import { z } from 'zod';
import { duration, folder, name, port, program } from './config-values.ts';

const LocalSettings = z.object({
  GAS_LOCAL_FOLDER: folder.default(resolve('.local')),
  GAS_PYTHON: name.optional(),
  GAS_TEMPORAL: name.transform(program).default(resolve('.local/venv/bin/temporal')),
  GAS_TEMPORAL_TEST_SERVER: name.transform(program).default(resolve('.local/venv/bin/temporal-test-server')),
  GAS_TEMPORAL_PORT: port.default(7233),
  GAS_TEMPORAL_UI_PORT: port.default(8233),
  GAS_AWS_PORT: port.default(4566),
  GAS_GLACIER_PORT: port.default(5083),
  GAS_IDENTITY_PORT: port.default(5084),
  GAS_MAILBOX_PORT: port.default(5085),
  GAS_GLACIER_EXPEDITED: duration.default(30_000),
  GAS_GLACIER_STANDARD: duration.default(120_000),
  GAS_GLACIER_BULK: duration.default(300_000),
});
export const localSettings = LocalSettings.shape;

/** The embedded stack: what stands in for the systems around us on one machine. */
export function localOf(
  s: z.infer<typeof LocalSettings>,
  processes: Record<'GAS_BRIDGE_PORT' | 'GAS_WORKER_PORT' | 'GAS_WEB_PORT' | 'GAS_WEB_INTERNAL_PORT', number>,
) {
  return {
    folder: s.GAS_LOCAL_FOLDER,
    temporal: s.GAS_TEMPORAL,
    testServer: s.GAS_TEMPORAL_TEST_SERVER,
    ports: {
      temporal: s.GAS_TEMPORAL_PORT,
      temporalUi: s.GAS_TEMPORAL_UI_PORT,
      aws: s.GAS_AWS_PORT,
      glacier: s.GAS_GLACIER_PORT,
      identity: s.GAS_IDENTITY_PORT,
      mailbox: s.GAS_MAILBOX_PORT,
      bridge: processes.GAS_BRIDGE_PORT,
      worker: processes.GAS_WORKER_PORT,
      web: processes.GAS_WEB_PORT,
      webInternal: processes.GAS_WEB_INTERNAL_PORT,
    },
    tiers: { expeditedMs: s.GAS_GLACIER_EXPEDITED, standardMs: s.GAS_GLACIER_STANDARD, bulkMs: s.GAS_GLACIER_BULK },
  };
}
