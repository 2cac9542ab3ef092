// test/model/happenings.ts — what people, time and other systems do to a result, and what the model is told of it.
import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { until } from '../support/until.ts';
import type { Moment } from './probe.ts';
import type { EventName, ResultState } from './result-model.ts';
import { after, nobody, restOf } from './result-model.ts';
import type { Cast, Stage } from './stage.ts';

export interface Happening {
  /** As in: where the user … */
  what: string;
  happen: (stage: Stage, cast: Cast, at: Moment) => Promise<unknown>;
  model: readonly EventName[];
  /** The mover itself is stopped: somebody, or reconciliation, has to wake it again. */
  stops?: true;
  /** Where it cannot be played, for a reason that the test server alone has. */
  notIn?: RegExp;
}

/** Inside a step of applyPlan nobody can wait until that very workflow has ended. */
const plan =
  (...roles: ('free_user' | 'premium_user')[]): Happening['happen'] =>
  async (stage, cast, { workflow }) => {
    for (const role of roles) await (workflow === 'plan' ? stage.sendPlan(cast, role) : stage.changePlan(cast, role));
  };

export const upgrades: Happening = { what: 'the user upgrades', happen: plan('premium_user'), model: ['upgraded'] };
export const upgradesTwice: Happening = {
  what: 'the user upgrades twice',
  happen: plan('premium_user', 'premium_user'),
  model: ['upgraded', 'upgraded'],
};
export const downgrades: Happening = { what: 'the user downgrades', happen: plan('free_user'), model: ['downgraded'] };
export const comesAndGoes: Happening = {
  what: 'the user upgrades and downgrades',
  happen: plan('premium_user', 'free_user'),
  model: ['upgraded', 'downgraded'],
};
export const goesAndComes: Happening = {
  what: 'the user downgrades and upgrades',
  happen: plan('free_user', 'premium_user'),
  model: ['downgraded', 'upgraded'],
};

export const deletes: Happening = {
  what: 'the owner deletes the job',
  async happen({ service, env }, cast, { workflow }) {
    await service.starters.deleteJob(cast);
    if (workflow === 'annotate') await heard(env.client.workflow.getHandle(`annotate/${cast.jobId}`));
  },
  model: ['deleted'],
};

export const cancelsAnnotation: Happening = {
  what: 'the owner cancels the annotation',
  async happen({ service, env }, { jobId }) {
    await service.starters.cancel(jobId);
    await heard(env.client.workflow.getHandle(`annotate/${jobId}`));
  },
  model: ['cancelled'],
};

export const cancelsMover: Happening = {
  what: 'an operator cancels the mover',
  async happen({ env }, { jobId }) {
    const mover = env.client.workflow.getHandle(`result/${jobId}`);
    if (await mover.cancel().then(() => true, ignoreNotFound)) await heard(mover);
  },
  model: [],
  stops: true,
  // These are not waited for: the workflow ends before they do, and the server's clock then stands still for a minute.
  notIn: /^(look|startRetrieval)/,
};

export const completesAgain: Happening = {
  what: 'the annotation is said to be complete once more',
  happen: ({ service }, cast) => service.starters.annotationCompleted(cast),
  model: [],
};

export const asksAgain: Happening = {
  what: 'the job is asked for once more',
  happen: ({ service }, { request }) => service.starters.requestJob(request),
  model: [],
};

export const thawsEarly: Happening = {
  what: 'a thaw is notified early, or of another archive',
  happen: ({ service }, { jobId }) => service.starters.archiveThawed(jobId),
  model: [],
};

/** Where the model says that a result ends to which all this happened. Times do not matter: movers wait as they must. */
export function endOf(begin: ResultState, events: readonly EventName[]): ResultState {
  return restOf(events.reduce((state, event) => after(state, event, 1, 0) ?? state, begin));
}

export const COMPLETED: ResultState = { ...nobody(), status: 'completed', place: 'hot', completedAt: 0 };
export const ARCHIVED: ResultState = { ...COMPLETED, place: 'archived' };

/** Waits until a workflow has heard of its cancellation: the test server locks up where a step ends in just that moment. */
async function heard(workflow: WorkflowHandle): Promise<void> {
  await until(async () => {
    const { events } = await workflow.fetchHistory();
    const asked = events!.findIndex((event) => event.workflowExecutionCancelRequestedEventAttributes);
    return asked >= 0 && events!.slice(asked).some((event) => event.workflowTaskCompletedEventAttributes);
  });
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
