// temporal/namespace-setup.ts — prepares a namespace for the service: itself, how long it keeps what has ended, the search
// attributes and the schedule. Each step looks first, so that it may be done again at any time, and by two at once.
import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.ts';
import { GRPC, grpcStatus, orAway } from './errors.ts';
import { scheduleReconciliation } from './operator-starters.ts';

export interface NamespaceOrder {
  retentionMs: number;
  reconcileEveryMs: number;
}

/** One step: done now, as it was found, or for somebody who may. */
export interface SetupStep {
  outcome: 'done' | 'found' | 'to-do';
  sentence: string;
}

/** temporal.api.enums.v1.IndexedValueType */
const KEYWORD = 2;
const DAY_MS = 86_400_000;
/** A server takes note of a new namespace within ten seconds, and of search attributes within a minute. */
const [LOOK_EVERY_MS, LOOKS] = [500, 240];
const REFUSALS: readonly number[] = [GRPC.PERMISSION_DENIED, GRPC.UNIMPLEMENTED, GRPC.UNAUTHENTICATED];

/** Answers what was done and what was found, in sentences. Throws TemporalAway. */
export async function prepareNamespace(client: Client, order: NamespaceOrder): Promise<SetupStep[]> {
  try {
    const steps = [await ensureNamespace(client, order)];
    if (steps[0]!.outcome === 'to-do') return steps; // nothing else can be asked of it
    if (steps[0]!.outcome === 'found') steps.push(await ensureRetention(client, order));
    steps.push(await ensureSearchAttributes(client));
    steps.push(await ensureSchedule(client, order));
    return steps;
  } catch (error) {
    throw orAway(error);
  }
}

async function ensureNamespace(client: Client, { retentionMs }: NamespaceOrder): Promise<SetupStep> {
  const { namespace } = client.options;
  try {
    if ((await retentionOf(client)) !== undefined) return found(`The namespace ${namespace} is there.`);
    await client.workflowService.registerNamespace({
      namespace,
      description: 'Genomics Annotation Service',
      workflowExecutionRetentionPeriod: { seconds: secondsOf(retentionMs) },
    });
  } catch (error) {
    if (isRefusal(error)) {
      const tcld = `tcld namespace create --namespace ${namespace} --region REGION --retention-days ${days(retentionMs)}`;
      return toDo(`There is no namespace ${namespace}, or we may not see it, and we may not create it`, tcld);
    }
    if (grpcStatus(error) !== GRPC.ALREADY_EXISTS) throw error;
  }
  await eventually(() => isServed(client), `the namespace ${namespace}`);
  return done(`Created the namespace ${namespace}, which keeps what has ended for ${days(retentionMs)} days.`);
}

async function ensureRetention(client: Client, { retentionMs }: NamespaceOrder): Promise<SetupStep> {
  const { namespace } = client.options;
  const kept = (await retentionOf(client))!;
  const asked = days(retentionMs);
  if (kept === retentionMs) return found(`It keeps what has ended for ${asked} days.`);
  if (kept > retentionMs)
    return found(
      `It keeps what has ended for ${days(kept)} days, longer than the ${asked} that are asked for: left so.`,
    );
  try {
    await client.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: secondsOf(retentionMs) } },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const tcld = `tcld namespace retention set --namespace ${namespace} --retention-days ${asked}`;
    return toDo(`It keeps what has ended for ${days(kept)} days only, and we may not change that to ${asked}`, tcld);
  }
  return done(`It kept what has ended for ${days(kept)} days: now for ${asked}.`);
}

async function ensureSearchAttributes(client: Client): Promise<SetupStep> {
  const { namespace } = client.options;
  const names = SEARCH_ATTRIBUTES.map(({ name }) => name);
  try {
    const known = await knownAttributes(client);
    const wrong = names.filter((name) => (known[name] ?? KEYWORD) !== KEYWORD);
    if (wrong.length > 0)
      return {
        outcome: 'to-do',
        sentence: `Not keywords, as they must be: ${wrong.join(', ')}. Remove them first (temporal operator search-attribute remove), then run this again.`,
      };
    const missing = names.filter((name) => !(name in known));
    if (missing.length === 0) return found(`The search attributes ${names.join(', ')} are there.`);
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    const areKnown = async () => Object.keys(await knownAttributes(client)).filter((name) => missing.includes(name));
    await eventually(async () => (await areKnown()).length === missing.length, 'the search attributes');
    return done(`Registered the search attributes ${missing.join(', ')}.`);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const given = names.map((name) => `--sa "${name}=Keyword"`).join(' ');
    const tcld = `tcld namespace search-attributes add --namespace ${namespace} ${given}`;
    return toDo(`We may not register the search attributes ${names.join(', ')}`, tcld);
  }
}

async function knownAttributes(client: Client): Promise<Record<string, number>> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return customAttributes;
}

async function ensureSchedule(client: Client, { reconcileEveryMs }: NamespaceOrder): Promise<SetupStep> {
  const arranged = await scheduleReconciliation(client, reconcileEveryMs);
  const every = `every ${reconcileEveryMs / DAY_MS >= 1 ? `${days(reconcileEveryMs)} days` : `${reconcileEveryMs / 60_000} minutes`}`;
  return arranged === 'created'
    ? done(`Scheduled reconciliation ${every}.`)
    : found(`Reconciliation is scheduled; it goes on ${every}.`);
}

/** Undefined where there is no such namespace. */
async function retentionOf({ workflowService, options: { namespace } }: Client): Promise<number | undefined> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1000;
  } catch (error) {
    if (grpcStatus(error) === GRPC.NOT_FOUND) return undefined;
    throw error;
  }
}

/** A new namespace can be described before it can be used. */
async function isServed(client: Client): Promise<boolean> {
  try {
    await knownAttributes(client);
    return true;
  } catch (error) {
    if (grpcStatus(error) === GRPC.NOT_FOUND) return false;
    if (isRefusal(error)) return true;
    throw error;
  }
}

async function eventually(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`Temporal took the order, but does not show ${what} yet: run this again in a minute.`);
}

function found(sentence: string): SetupStep {
  return { outcome: 'found', sentence };
}

function done(sentence: string): SetupStep {
  return { outcome: 'done', sentence };
}

function toDo(what: string, tcld: string): SetupStep {
  return {
    outcome: 'to-do',
    sentence: `${what}. On Temporal Cloud run: ${tcld} — on a cluster of your own, run this again with the rights of an administrator.`,
  };
}

function isRefusal(error: unknown): boolean {
  return REFUSALS.includes(grpcStatus(error) ?? 0);
}

const days = (ms: number): number => Math.round((ms / DAY_MS) * 10) / 10;
const secondsOf = (ms: number) => Math.ceil(ms / 1000) as unknown as Long;
type Long = NonNullable<
  NonNullable<
    Parameters<Client['workflowService']['registerNamespace']>[0]['workflowExecutionRetentionPeriod']
  >['seconds']
>;
