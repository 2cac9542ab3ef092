// chaos/strike-requests.ts — faults of the way to the stores: the door answers, loses, delays or damages.
import { refusal } from './answers.ts';
import type { Operation } from './events.ts';
import type { FaultName } from './faults.ts';
import { random } from './random.ts';
import type { Scene } from './scene.ts';
import type { Rule } from './traps.ts';

/** A person's own download or upload is spared: what it carries is not the service's to check. */
const ours = ({ presigned, name }: Operation) => !presigned && name !== 'PostObject';
/** A message is hidden as long as its receive is not answered; five receives that nobody saw make it a dead letter. */
const isReceive = ({ name }: Operation) => name === 'ReceiveMessage';
const readsResult = (operation: Operation) =>
  operation.name === 'GetObject' && ours(operation) && (operation.key ?? '').endsWith('.annot.vcf.gz');
const readsOutput = ({ name }: Operation) => name === 'GetJobOutput';
const deletesResult = ({ name, key = '' }: Operation) => name === 'DeleteObjects' && key.includes('.annot.');

type Details = Pick<Rule, 'matches' | 'times' | 'what'>;

function refused(why: Parameters<typeof refusal>[0]): Rule['what'] {
  return (operation) => ({ does: 'refuse', answer: refusal(why, operation) });
}

/** Adds the rule of a fault to the door that it belongs to. */
export function strikeRequests({ aws, vault, plan }: Scene, fault: FaultName, draw: string): void {
  const source = random(draw);
  const times = 1 + source.below(3);
  const service = source.pick(['s3', 'dynamodb', 'sqs', 'sns', 'any'] as const);
  const at = (operation: Operation) => ours(operation) && (service === 'any' || operation.service === service);
  const unreceived = (operation: Operation) => at(operation) && !isReceive(operation);
  // Longer than the minute after which a step is given up and tried again, where the run is long enough.
  const lateMs = Math.min(65_000, plan.lengthMs / 6);

  const rules: Partial<Record<FaultName, Details>> = {
    'aws-throttled': { matches: at, times: times * 2, what: refused('throttle') },
    'aws-5xx': { matches: at, times: times * 2, what: refused('server-error') },
    'aws-reply-lost': { matches: unreceived, times, what: { does: 'lose-reply' } },
    'aws-latency': { matches: unreceived, times, what: { does: 'delay', ms: 1000 + source.below(4000) } },
    's3-bit-flipped': { matches: readsResult, times: 1, what: { does: 'flip', at: source.next() } },
    's3-stream-cut': { matches: readsResult, times, what: { does: 'cut' } },
    's3-wrong-length': { matches: readsResult, times: 1, what: { does: 'shorten' } },
    'request-late': { matches: deletesResult, times: 1, what: { does: 'delay', ms: lateMs } },
  };
  const outputs: Partial<Record<FaultName, Details>> = {
    'output-stream-cut': { matches: readsOutput, times: 1, what: { does: 'cut' } },
    'output-wrong-length': { matches: readsOutput, times: 1, what: { does: 'shorten' } },
  };
  if (rules[fault]) aws.add({ fault, ...rules[fault] });
  if (outputs[fault]) vault.add({ fault, ...outputs[fault] });
  if (fault === 'credentials-expired') {
    aws.add({ fault, matches: ours, times: 6, what: refused('expired') });
    vault.add({ fault, matches: () => true, times: 2, what: refused('expired') });
  }
}
