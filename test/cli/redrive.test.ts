// test/cli/redrive.test.ts — dead letters on a real emulator of SQS: looked at, sent back, and never lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { messageQueues } from '../../adapters/aws/message-queues.ts';
import { deadLetterUrl, openQueue, queueUrl } from '../../adapters/aws/queues.ts';
import { readConfig } from '../../config.ts';
import type { MessageQueues, QueueKind } from '../../domain/message-queues.ts';
import { createQueues } from '../../local/resources-queues.ts';
import { testAws } from '../support/aws.ts';
import { aTerminal, type ATerminal } from './support/a-terminal.ts';

const job = () => ({ job_id: randomUUID(), user_id: 'ann' });

describe('gas redrive', () => {
  let terminal: ATerminal;
  let queues: MessageQueues;
  beforeEach(async () => {
    const { clients, config } = await testAws();
    // Queues of its own for each test.
    const { queues: names, topics } = readConfig({ GAS_QUEUE_PREFIX: `t${randomUUID().slice(0, 8)}-` });
    await createQueues({ ...config, queues: names, topics });
    queues = messageQueues({ client: clients.sqs, names });
    terminal = aTerminal();
    terminal.operator.queues = queues;
  });

  async function bury(kind: QueueKind, body: unknown, attributes: Record<string, string> = {}): Promise<string> {
    const { sqs } = (await testAws()).clients;
    const QueueUrl = await deadLetterUrl(sqs, queues.names[kind]);
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    return (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }))).MessageId!;
  }

  async function waiting(kind: QueueKind) {
    const { sqs } = (await testAws()).clients;
    const QueueUrl = await queueUrl(sqs, queues.names[kind]);
    const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, MessageAttributeNames: ['All'] };
    return (await sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
  }

  it('shows what each letter is, and whether it can be accepted, without names or addresses', async () => {
    const lost = await bury('annotationComplete', { ...job(), user_email: 'ann@example.org' });
    const poison = await bury('annotationComplete', { user_id: 'ann' }, { reason: 'job_id is missing' });
    await bury('thaws', 'no json');
    const { code, out, json } = await terminal.gas('redrive', '--json');
    assert.equal(code, 1);
    const [complete, , thaws] = json.queues;
    const shown = new Map(complete.letters.map((letter: { message_id: string }) => [letter.message_id, letter]));
    const { verdict, body } = shown.get(lost) as Record<string, string>;
    assert.deepEqual([verdict, (shown.get(poison) as { verdict: string }).verdict], ['good', 'poison']);
    assert.match(body!, /^job_id [0-9a-f-]{36}; user_id ann; also user_email$/);
    assert.match(thaws.letters[0].body, /^7 bytes: the body is not a JSON object$/);
    assert.doesNotMatch(out, /example\.org/);
    assert.deepEqual(terminal.acts(), []);
  });

  it('only looks, and can look again at once', async () => {
    await bury('planChanges', { user_id: 'ann', role: 'free_user', plan_version: 3 });
    for (const _ of [1, 2]) {
      const { out } = await terminal.gas('redrive', 'plan-changes', '--look');
      assert.match(out, /-plan-changes: 1 dead letter\n.*can be sent back\n {4}could not be handed over in time/);
    }
    assert.deepEqual(await waiting('planChanges'), []);
  });

  it('sends back all that can be accepted, with their attributes, and keeps the rest', async () => {
    const sent = Array.from({ length: 12 }, job);
    for (const body of sent) await bury('annotationComplete', body, { trace: 'abc' });
    const poison = await bury('annotationComplete', 'poison', { reason: 'the body is not a JSON object' });
    const { code, json } = await terminal.gas('redrive', 'annotation-complete', '--all', '--json');
    assert.equal(code, 1);
    const letters = json.queues[0].letters as { message_id: string; sent_back: boolean }[];
    assert.deepEqual(
      letters.filter(({ sent_back: back }) => !back).map(({ message_id: id }) => id),
      [poison],
    );
    const arrived = [...(await waiting('annotationComplete')), ...(await waiting('annotationComplete'))];
    assert.deepEqual(new Set(arrived.map(({ Body }) => Body)), new Set(sent.map((body) => JSON.stringify(body))));
    const { trace, redriven, reason } = arrived[0]!.MessageAttributes!;
    assert.deepEqual([trace?.StringValue, redriven?.StringValue, reason], ['abc', '1', undefined]);
    assert.deepEqual((await queues.depth('annotationComplete')).dead, 1);
    const [act] = terminal.acts();
    assert.deepEqual([act?.action, act?.subject], ['operator-redrive', 'service']);
    assert.match(act?.detail ?? '', /^all of .*-annotation-complete$/);
  });

  it('sends back one, and leaves the others for everybody to see', async () => {
    const bodies = [job(), job(), job()];
    const ids = [];
    for (const body of bodies) ids.push(await bury('annotationComplete', body));
    const { code, out } = await terminal.gas('redrive', '--message', ids[1]!);
    assert.equal(code, 0);
    assert.match(out, /1 sent back/);
    assert.deepEqual(
      (await waiting('annotationComplete')).map(({ Body }) => Body),
      [JSON.stringify(bodies[1])],
    );
    assert.equal((await terminal.gas('redrive', 'annotation-complete', '--json')).json.queues[0].letters.length, 2);
  });

  it('sends poison back only by force, and then it is the bridge that buries it again, with its reason', async () => {
    const id = await bury('annotationComplete', 'poison', { reason: 'the body is not a JSON object' });
    assert.match((await terminal.gas('redrive', '--message', id)).out, /would be refused again/);
    assert.match((await terminal.gas('redrive', '--message', id, '--force')).out, /1 sent back/);
    const { sqs } = (await testAws()).clients;
    const [message] = await waiting('annotationComplete');
    await (await openQueue(sqs, queues.names.annotationComplete)).moveToDeadLetters(message!, 'still no JSON');
    const { json } = await terminal.gas('redrive', 'annotation-complete', '--json');
    const { reason, redriven } = json.queues[0].letters[0];
    assert.deepEqual([reason, redriven], ['still no JSON', 1]);
  });

  it('keeps what would undo a newer change of plan, and what has come back too often', async () => {
    const dated = await bury('planChanges', { user_id: 'ann', role: 'premium_user' });
    const good = await bury('planChanges', { user_id: 'ann', role: 'premium_user', plan_version: 2 });
    const often = await bury('planChanges', { user_id: 'ben', role: 'free_user', plan_version: 1 }, { redriven: '3' });
    const { json } = await terminal.gas('redrive', 'plan-changes', '--all', '--json');
    const verdicts = json.queues[0].letters.map((letter: Record<string, string>) => [
      letter['message_id'],
      [letter['verdict'], letter['sent_back']],
    ]);
    assert.deepEqual(Object.fromEntries(verdicts), {
      [dated]: ['dated', false],
      [good]: ['good', true],
      [often]: ['returning', false],
    });
  });

  it('loses nothing where it is stopped between sending and removing', async () => {
    const id = await bury('annotationComplete', job());
    terminal.operator.queues = {
      ...queues,
      async sendBack(kind, letter) {
        await queues.sendBack(kind, { ...letter, receipt: 'none of SQS' }); // it is sent; removing fails
      },
    };
    assert.equal((await terminal.gas('redrive', '--message', id)).code, 1);
    assert.equal((await waiting('annotationComplete')).length, 1);
    assert.equal((await queues.depth('annotationComplete')).dead, 1);
  });

  it('says that a letter is not there, and what a queue is', async () => {
    const { json } = await terminal.gas('redrive', '--message', randomUUID(), '--json');
    assert.equal(json.error.id, 'nothing-to-do');
    assert.match((await terminal.gas('redrive', 'letters')).said, /one of annotation-complete, plan-changes/);
    const { code, out } = await terminal.gas('redrive');
    assert.equal(code, 0);
    assert.match(out, /-job-requests: 0 dead letters$/);
  });
});
