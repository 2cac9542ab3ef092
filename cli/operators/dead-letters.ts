// cli/operators/dead-letters.ts — what a dead letter is: whether the bridge would take it now, and what it says, without names.
import { unwrap } from '../../bridge/envelope.ts';
import type { Read } from '../../bridge/messages.ts';
import type { DeadLetter } from '../../domain/message-queues.ts';

/** `poison` is refused again; `dated` takes the place of something newer; `returning` has been sent back in vain. */
export interface Verdict {
  kind: 'good' | 'poison' | 'dated' | 'returning';
  why: string;
}

/** Sent back so often and dead again, it is the message or the service that must be mended first. */
const ENOUGH_REDRIVES = 3;
const DAY_MS = 86_400_000;

/** Judges by what the bridge of this version would do with it. */
export function judge(letter: DeadLetter, read: Read): Verdict {
  const { body, messageId, sentAt, redriven } = letter;
  const reading = read({ body, messageId, sentAt });
  if (reading.kind === 'refused') return { kind: 'poison', why: reading.reason };
  if (isDated(letter, read)) {
    const why = 'it is ordered by the time it is sent, and would undo a newer change: ask what plan the user wants now';
    return { kind: 'dated', why };
  }
  if (redriven >= ENOUGH_REDRIVES) {
    return { kind: 'returning', why: `sent back ${redriven} times, and dead again: the log of the bridge says why` };
  }
  if (reading.kind === 'nothing') return { kind: 'good', why: `asks for no work: ${reading.why}` };
  return {
    kind: 'good',
    why: letter.reason ? 'refused once, but can be read now' : 'could not be handed over in time',
  };
}

/** Whether it would mean another order of events if it were sent a day later. */
function isDated({ body, messageId, sentAt }: DeadLetter, read: Read): boolean {
  const orders = [sentAt, sentAt + DAY_MS].map((at) => {
    const reading = read({ body, messageId, sentAt: at });
    const [work] = reading.kind === 'work' ? reading.work : [];
    return work?.kind === 'planChanged' && work.change.planVersion === undefined ? work.change.orderedAt : 0;
  });
  return orders[0] !== orders[1];
}

/** Fields whose values are ids or words of ours; of all others only the names are shown. */
const SHOWN = ['job_id', 'user_id', 'role', 'plan_version', 'JobDescription', 'StatusCode', 'Tier'];
const LONGEST = 80;

/** What it says, in one line: ids, and the names of the other fields. */
export function summary({ body, messageId, sentAt }: Pick<DeadLetter, 'body' | 'messageId' | 'sentAt'>): string {
  const unwrapped = unwrap({ body, messageId, sentAt });
  if (unwrapped.kind === 'refused') return `${Buffer.byteLength(body)} bytes: ${unwrapped.reason}`;
  const { payload } = unwrapped;
  const shown = SHOWN.filter((name) => name in payload).map((name) => `${name} ${printable(payload[name])}`);
  const others = Object.keys(payload).filter((name) => !SHOWN.includes(name));
  const also = others.length > 0 ? `also ${others.slice(0, 12).map(printable).join(', ')}` : '';
  return [...shown, also].filter(Boolean).join('; ') || 'an empty object';
}

function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const clean = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}...` : clean;
}
