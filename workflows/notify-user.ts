// workflows/notify-user.ts — tells one user what happened: gathers for a moment, then mails and posts, for as long as a day.
import {
  ActivityFailure,
  condition,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { UserId } from '../domain/job.ts';
import { MAIL } from '../domain/notices.ts';
import type { Outbox, OutboxState, Parcel } from '../domain/outbox.ts';
import { openOutbox } from '../domain/outbox.ts';
import { noticed } from './messages.ts';
import { mailNotices, postNotices } from './proxies.ts';

/** What a run leaves to the next where history grows long. */
export interface NotifyWork {
  userId: UserId;
  left?: OutboxState;
}

export async function notifyUser({ userId, left }: NotifyWork): Promise<void> {
  const outbox = openOutbox(left);
  setHandler(noticed, (notices) => outbox.add(notices, Date.now()));

  // No await between an empty outbox and the end: what is noticed later starts a new run.
  for (;;) {
    const parcel = outbox.take(Date.now());
    if (parcel) {
      await send(userId, parcel, outbox);
    } else {
      const at = outbox.nextAt(Date.now());
      if (at === undefined) return;
      setCurrentDetails(`Waits until ${new Date(at).toISOString()}, or for what is to be told before.`);
      // A notice that can wait as long wakes nobody, so that a thousand of them set one timer.
      const isWoken = () => (outbox.nextAt(Date.now()) ?? Infinity) < at || workflowInfo().continueAsNewSuggested;
      await condition(isWoken, Math.max(1, at - Date.now()), { summary: 'until the next notice is due' });
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof notifyUser>({ userId, left: outbox.state() });
  }
}

async function send(userId: UserId, parcel: Parcel, outbox: Outbox): Promise<void> {
  let failed: readonly string[] = parcel.ids;
  try {
    failed = await (parcel.channel === MAIL ? mail(userId, parcel) : post(userId, parcel));
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    setCurrentDetails(`Could not tell by ${parcel.channel} at try ${parcel.tries + 1}: ${error.cause?.message}`);
  }
  if (failed.length === 0) outbox.sent(parcel, Date.now());
  else outbox.failed(parcel, failed, Date.now());
}

async function mail(userId: UserId, { kind, ids, more }: Parcel): Promise<string[]> {
  if (kind !== 'test') await mailNotices({ userId, kind, ids, more });
  return [];
}

function post(userId: UserId, { channel, kind, ids, since, tries }: Parcel): Promise<string[]> {
  return postNotices({ userId, webhookId: channel, kind, ids, since, tries });
}
