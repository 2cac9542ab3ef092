// test/bridge/hand-over.test.ts — whose fault a failed hand-over is: Temporal's, or the message's.
import assert from 'node:assert/strict';
import { afterEach } from 'mocha';
import { pino } from 'pino';
import { createGate } from '../../bridge/gate.ts';
import type { Gate } from '../../bridge/gate.ts';
import { handOver } from '../../bridge/hand-over.ts';
import { TemporalAway } from '../../temporal/errors.ts';
import { until } from './a-bridge.ts';
import { JOB, OTHER_JOB } from './deliveries.ts';
import { recordingStarters } from './recording-starters.ts';

let gate: Gate | undefined;
afterEach(() => gate?.stop());

function aGate(recording = recordingStarters()) {
  gate = createGate(recording.starters, { firstMs: 2, longestMs: 5 }, pino({ level: 'silent' }));
  return { gate, recording };
}

describe('a hand-over', () => {
  it('waits for Temporal however often it fails', async () => {
    const { gate: open, recording } = aGate();
    recording.away({ health: true });

    const handed = handOver([{ kind: 'archiveThawed', jobId: JOB }], recording.starters, open);
    await until(() => recording.attempts() >= 10);
    recording.accept();

    assert.equal(await handed, 'nobody waits for it');
  });

  it('lets a message go that fails while others are accepted', async () => {
    const { gate: open, recording } = aGate();
    const starters = {
      ...recording.starters,
      async archiveThawed(jobId: string) {
        if (jobId === JOB) throw new TemporalAway('This one only.');
        return recording.starters.archiveThawed(jobId);
      },
    };
    let outcome: string | undefined;
    const failing = handOver([{ kind: 'archiveThawed', jobId: JOB }], starters, open).catch(String);
    void failing.then((end) => (outcome = end));
    await until(async () => {
      await handOver([{ kind: 'archiveThawed', jobId: OTHER_JOB }], starters, open);
      return outcome !== undefined;
    });

    assert.equal(outcome, 'TemporalAway: This one only.');
  });
});
