// infra/permissions/actions.ts — the table's grants as IAM actions, by process and resource.
import type { Process, ResourceName } from './grant.ts';
import { GRANTS } from './table.ts';

const SERVICES: Record<string, string> = {
  table: 'dynamodb',
  bucket: 's3',
  objects: 's3',
  queue: 'sqs',
  topic: 'sns',
  vault: 'glacier',
  'retrieval-policy': 'glacier',
  mail: 'ses',
  'mail-account': 'ses',
};

export interface Allowed {
  on: ResourceName;
  /** Such as `dynamodb:GetItem`. */
  actions: string[];
}

/** What a process may do; with `journeys` only what journeys come by. */
export function allowedTo(process: Process, { journeys = false } = {}): Allowed[] {
  const grants = GRANTS.filter(({ to }) => to === process);
  return grants
    .map(({ on, may, also }) => ({ on, actions: actionsOf(on, journeys ? may : `${may} ${also?.may ?? ''}`) }))
    .filter(({ actions }) => actions.length > 0);
}

/** One line for each action of a process, such as `dynamodb:GetItem on table/users`. */
export function linesOf(process: Process, options?: { journeys: boolean }): string[] {
  return allowedTo(process, options).flatMap(({ on, actions }) => actions.map((action) => `${action} on ${on}`));
}

function actionsOf(on: ResourceName, words: string): string[] {
  const service = SERVICES[on.split('/')[0]!];
  if (!service) throw new Error(`The table of permissions names a resource of no known kind: ${on}`);
  return words
    .split(' ')
    .filter(Boolean)
    .map((word) => `${service}:${word}`);
}
