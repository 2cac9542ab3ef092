// cli/operators/redrive.ts — `gas redrive`: looks at dead letters, and sends back those that can be accepted.
import { isoTime } from '../../domain/iso-time.ts';
import type { Answer } from '../answer.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { QUEUE_KINDS, type DeadLetter, type QueueKind } from '../../domain/message-queues.ts';
import { CliFailure } from '../failure.ts';
import { judge, summary, type Verdict } from './dead-letters.ts';
import { audited, type Cli, operate, type Operator, operatorCommand, type Options } from './operator.ts';
import { columns, count } from './words.ts';

interface RedriveOptions extends Options {
  look?: boolean;
  message?: string;
  all?: boolean;
  force?: boolean;
  limit: number;
}

interface Judged {
  letter: DeadLetter;
  verdict: Verdict;
  sentBack: boolean;
}

interface Handled {
  kind: QueueKind;
  judged: readonly Judged[];
}

/** Letters stay hidden for so long while one is looked for; they are let go at the end. */
const IN_HAND_SECONDS = 300;
const LOOKED_AT = 100;

export function redriveCommand(cli: Cli): Command {
  const description = 'look at dead letters (exit code 1 where there are some); send them back one by one, or all';
  return operatorCommand('redrive', { description, acts: true })
    .argument('[queue]', 'one queue alone: annotation-complete, plan-changes, thaws or job-requests', queueArgument)
    .option('--look', 'only look, which is the default')
    .addOption(new Option('--message <id>', 'send this letter back').conflicts(['all', 'look']))
    .addOption(new Option('--all', 'send back every letter that can be accepted').conflicts('look'))
    .option('--force', 'also what would be refused again, or may be out of date')
    .option('--limit <count>', 'letters of a queue that are looked at', wholeNumber, LOOKED_AT)
    .action((queue: QueueKind | undefined, options: RedriveOptions) =>
      operate(cli, options, (operator) => redrive(cli, operator, { kinds: queue ? [queue] : QUEUE_KINDS, ...options })),
    );
}

type Order = RedriveOptions & { kinds: readonly QueueKind[] };

async function redrive(cli: Cli, operator: Operator, order: Order): Promise<Answer> {
  const { kinds, message, all = false, force = false } = order;
  if (message !== undefined || all) {
    const what = message ?? `all of ${kinds.map((kind) => operator.queues.names[kind]).join(', ')}`;
    await audited(cli, operator, {
      as: order.as,
      action: 'operator-redrive',
      detail: `${what}${force ? ', forced' : ''}`,
    });
  }
  const handled = await Promise.all(
    kinds.map(async (kind): Promise<Handled> => ({ kind, judged: await handleQueue(operator, kind, order) })),
  );
  const found = handled.flatMap(({ judged }) => judged);
  if (message !== undefined && !found.some(({ letter }) => letter.messageId === message)) {
    const advice = 'It was sent back or has expired, or somebody else has it in hand: look again in five minutes.';
    throw new CliFailure('nothing-to-do', `There is no dead letter ${message}. ${advice}`);
  }
  const left = found.filter(({ sentBack }) => !sentBack).length;
  return { text: textOf(operator, handled), json: jsonOf(operator, handled), exitCode: left > 0 ? 1 : 0 };
}

/** Takes every letter once; what is not sent back is let go at the end, whatever happens. */
async function handleQueue(operator: Operator, kind: QueueKind, order: Order): Promise<Judged[]> {
  const { queues } = operator;
  const kept = new Set<DeadLetter>();
  const judged: Judged[] = [];
  try {
    for await (const letter of everyLetter(operator, kind, kept)) {
      if (order.message !== undefined && order.message !== letter.messageId) continue;
      const one = await handle(operator, kind, { letter, order });
      if (one.sentBack) kept.delete(letter);
      judged.push(one);
      if (order.message !== undefined || (!order.all && judged.length >= order.limit)) break;
    }
  } finally {
    await queues.letGo(kind, [...kept]);
  }
  return judged;
}

/** Each that nobody has in hand, once; those that are in ours are noted in `kept`. */
async function* everyLetter({ queues }: Operator, kind: QueueKind, kept: Set<DeadLetter>): AsyncGenerator<DeadLetter> {
  const seen = new Set<string>();
  for (;;) {
    const taken = await queues.takeDeadLetters(kind, IN_HAND_SECONDS);
    const letters = taken.filter(({ messageId }) => !seen.has(messageId));
    if (letters.length === 0) return;
    for (const letter of letters) {
      seen.add(letter.messageId);
      kept.add(letter);
    }
    yield* letters;
  }
}

async function handle(
  { queues, reads }: Operator,
  kind: QueueKind,
  { letter, order }: { letter: DeadLetter; order: Order },
): Promise<Judged> {
  const verdict = judge(letter, reads[kind]);
  const isAsked = order.all === true || order.message !== undefined;
  const sentBack = isAsked && (verdict.kind === 'good' || order.force === true);
  if (sentBack) await queues.sendBack(kind, letter);
  return { letter, verdict, sentBack };
}

const WORDS: Record<Verdict['kind'], string> = {
  good: 'can be sent back',
  poison: 'would be refused again',
  dated: 'may be out of date',
  returning: 'has come back before',
};

function textOf({ queues }: Operator, handled: readonly Handled[]): string {
  const parts = handled.map(({ kind, judged }) => {
    const sent = judged.filter(({ sentBack }) => sentBack).length;
    const done = sent > 0 ? `, ${sent} sent back` : '';
    const rows = judged.flatMap(({ letter, verdict, sentBack }) => [
      ...columns([[letter.messageId, isoTime(letter.sentAt), sentBack ? 'sent back' : WORDS[verdict.kind]]]),
      `    ${verdict.why}`,
      ...(letter.reason && verdict.why !== letter.reason ? [`    refused, then: ${letter.reason}`] : []),
      `    ${summary(letter)}`,
    ]);
    return [`${queues.names[kind]}: ${count(judged.length, 'dead letter')}${done}`, ...rows].join('\n');
  });
  return parts.join('\n');
}

function jsonOf({ queues }: Operator, handled: readonly Handled[]): object {
  return {
    queues: handled.map(({ kind, judged }) => ({
      queue: queues.names[kind],
      letters: judged.map(({ letter, verdict, sentBack }) => ({
        message_id: letter.messageId,
        sent_at: isoTime(letter.sentAt),
        reason: letter.reason,
        redriven: letter.redriven,
        verdict: verdict.kind,
        why: verdict.why,
        body: summary(letter),
        sent_back: sentBack,
      })),
    })),
  };
}

const kebab = (kind: QueueKind) => kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `annotation-complete`, with or without the prefix of the queues. */
function queueArgument(given: string): QueueKind {
  const found = QUEUE_KINDS.find((kind) => given === kebab(kind) || given.endsWith(`-${kebab(kind)}`));
  if (found) return found;
  throw new InvalidArgumentError(`It must be one of ${QUEUE_KINDS.map(kebab).join(', ')}.`);
}

function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
