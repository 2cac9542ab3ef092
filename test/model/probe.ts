// test/model/probe.ts — sees every call that steps make through their ports, knows whose it is and of which step, and can
// let something happen at exactly one such moment.
import { Context } from '@temporalio/activity';
import type { Ports } from '../../activities/ports.ts';

/** A moment of a story: which step, the how manieth of its kind, and just before or after which of its calls. */
export interface Moment {
  workflow: 'annotate' | 'result' | 'plan' | 'account';
  step: string;
  when: 'before' | 'after';
  call: string;
  /** Where it happens, readable and unique within a story. */
  name: string;
}

interface Story {
  moments: Moment[];
  /** Executions of each kind of step, by its place in history. */
  steps: Map<string, string[]>;
  calls: Map<string, number>;
  act?: { at: string; run: (moment: Moment) => Promise<unknown> };
  happened: boolean;
}

export interface Probe {
  /** Puts the probe between the steps and their ports. */
  through: (ports: Ports) => Ports;
  /** Watches the workflows of a job and of its user; `act` happens once, at that moment. */
  watch: (ids: readonly string[], act?: Story['act']) => Watched;
}

interface Watched {
  /** Every moment of first attempts, in order. */
  readonly moments: readonly Moment[];
  /** Whether what was to happen has happened. */
  readonly happened: boolean;
}

export function createProbe(): Probe {
  const stories = new Map<string, Story>();
  const reach = (when: Moment['when'], call: string) => {
    const info = activity();
    const id = info?.workflowExecution?.workflowId ?? '';
    const story = stories.get(id.split('/')[1] ?? '');
    return story && info ? pass(story, toMoment(story, { info, when, call })) : undefined;
  };

  return {
    through: (ports) => ({
      ...ports,
      ...(Object.fromEntries(
        DOORS.map((name) => [name, watched(ports[name], (when, method) => reach(when, `${name}.${method}`))]),
      ) as Pick<Ports, (typeof DOORS)[number]>),
      archives: {
        ...ports.archives,
        of: (store) => watched(ports.archives.of(store), (when, method) => reach(when, `${store}.${method}`)),
      },
    }),
    watch(ids, act) {
      const story: Story = {
        moments: [],
        steps: new Map(),
        calls: new Map(),
        happened: false,
        ...(act ? { act } : {}),
      };
      for (const id of ids) stories.set(id, story);
      return story;
    },
  };
}

/** Every door but the archives, which are asked for by kind. */
const DOORS = [
  'jobs',
  'users',
  'objects',
  'budget',
  'audit',
  'annotator',
  'annotations',
  'events',
  'mail',
  'movers',
  'notices',
] as const satisfies readonly (keyof Ports)[];

type Info = Context['info'];

function activity(): Info | undefined {
  try {
    return Context.current().info;
  } catch {
    return undefined; // a test's own call
  }
}

async function pass(story: Story, moment: Moment | undefined): Promise<void> {
  if (!moment) return;
  story.moments.push(moment);
  if (story.act?.at !== moment.name || story.happened) return;
  story.happened = true;
  await story.act.run(moment);
}

/** Nothing for a later attempt: it goes the same way again. */
function toMoment(
  story: Story,
  { info, when, call }: { info: Info; when: Moment['when']; call: string },
): Moment | undefined {
  if (info.attempt > 1) return undefined;
  const { workflowId, runId } = info.workflowExecution!;
  const execution = `${runId} ${info.activityId}`;
  const ofKind = story.steps.get(info.activityType) ?? [];
  if (!ofKind.includes(execution)) story.steps.set(info.activityType, [...ofKind, execution]);
  const turn = (story.steps.get(info.activityType) ?? []).indexOf(execution) + 1;

  const counted = `${execution} ${when} ${call}`;
  const times = (story.calls.get(counted) ?? 0) + 1;
  story.calls.set(counted, times);
  const workflow = workflowId.split('/')[0] as Moment['workflow'];
  const step = `${info.activityType}${turn > 1 ? ` (${turn})` : ''}`;
  return { workflow, step, when, call, name: `${step}, ${when} ${call}${times > 1 ? ` (${times})` : ''}` };
}

/** Each gap between two calls once: what is after a call and before the next one of the same step is one and the same. */
export function gapsOf(moments: readonly Moment[]): Moment[] {
  return moments.filter(({ when, step }, at) => {
    const next = moments[at + 1];
    return when === 'before' || !next || next.step !== step || next.when === 'after';
  });
}

/** Each call's answer, once: the moment in which it can be lost. */
export function answersOf(moments: readonly Moment[]): Moment[] {
  return moments.filter(({ when }) => when === 'after');
}

function watched<Door extends object>(
  door: Door,
  reach: (when: Moment['when'], method: string) => Promise<void> | undefined,
): Door {
  return new Proxy(door, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function' || property === 'partBytes') return value;
      return async (...given: unknown[]) => {
        await reach('before', String(property));
        const answer: unknown = await Reflect.apply(value, target, given);
        await reach('after', String(property));
        return answer;
      };
    },
  });
}
