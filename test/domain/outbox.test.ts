// test/domain/outbox.test.ts — how notices are gathered, paced and tried again.
import assert from 'node:assert/strict';
import type { Notice } from '../../domain/notices.ts';
import type { Outbox } from '../../domain/outbox.ts';
import { GIVE_UP_MS, openOutbox } from '../../domain/outbox.ts';

const HOOK = 'a'.repeat(32);
const aNotice = (over: Partial<Notice> = {}): Notice => ({
  kind: 'restored',
  channels: ['mail'],
  at: 5000,
  ids: ['job/1'],
  ...over,
});

const soon = (at: number, id: string) => aNotice({ kind: 'archiving_soon', at, ids: [id] });

/** Everything that goes out up to `until`, each parcel at its time. */
function run(outbox: Outbox, until: number): { at: number; kind: string; channel: string; facts: number }[] {
  const sent = [];
  for (let now = outbox.nextAt(0); now !== undefined && now <= until; now = outbox.nextAt(now)) {
    const parcel = outbox.take(now);
    if (!parcel) continue;
    outbox.sent(parcel, now);
    sent.push({ at: now, kind: parcel.kind, channel: parcel.channel, facts: parcel.ids.length + parcel.more });
  }
  return sent;
}

describe('an outbox', () => {
  it('gathers what comes while a parcel waits', () => {
    const outbox = openOutbox();
    outbox.add([aNotice()], 0);
    outbox.add([aNotice({ at: 9000, ids: ['job/2', 'job/3'] })], 4000);
    assert.deepEqual(run(outbox, 1e6), [{ at: 5000, kind: 'restored', channel: 'mail', facts: 3 }]);
  });

  it('sends each fact once to each channel, however often it is handed over', () => {
    const outbox = openOutbox();
    const notice = aNotice({ channels: ['mail', HOOK], ids: ['job/1', 'job/1', 'job/2'] });
    outbox.add([notice, notice], 0);
    const parcel = outbox.take(5000)!;
    outbox.add([notice], 5500);
    outbox.sent(parcel, 6000);
    outbox.add([notice], 7000);
    assert.deepEqual(parcel.ids, ['job/1', 'job/2']);
    assert.deepEqual(run(outbox, 1e6), [{ at: 5000, kind: 'restored', channel: HOOK, facts: 2 }]);
  });

  it('tells the kinds apart', () => {
    const outbox = openOutbox();
    outbox.add([aNotice(), aNotice({ kind: 'archived' })], 0);
    assert.deepEqual(
      run(outbox, 1e6).map(({ kind }) => kind),
      ['restored', 'archived'],
    );
  });

  it('makes a handful of mails of thousands of facts, and loses none of them', () => {
    const outbox = openOutbox();
    const sent = [];
    for (let second = 0; second < 3600; second++) {
      outbox.add([aNotice({ at: second * 1000 + 5000, ids: [`job-${second}/1`, `job-${second}/2`] })], second * 1000);
      sent.push(...run(outbox, second * 1000));
    }
    sent.push(...run(outbox, 1e9));
    assert.ok(sent.length <= 7, `${sent.length} mails`);
    assert.equal(
      sent.reduce((sum, { facts }) => sum + facts, 0),
      7200,
    );
  });

  it('mails at once again after a pause', () => {
    const outbox = openOutbox();
    outbox.add([aNotice()], 0);
    run(outbox, 5000);
    outbox.add([aNotice({ at: 65_000, ids: ['job/2'] })], 60_000);
    assert.equal(run(outbox, 1e6)[0]!.at, 65_000);
  });

  it('tells of the archive at its time, each time for itself', () => {
    const outbox = openOutbox();
    outbox.add([soon(9e6, 'job/2'), soon(5e6, 'job/1'), soon(9e6, 'job/3')], 0);
    assert.deepEqual(
      run(outbox, 1e8).map(({ at, facts }) => [at, facts]),
      [
        [5e6, 1],
        [9e6, 2],
      ],
    );
  });

  it('posts fifty events at a time', () => {
    const outbox = openOutbox();
    outbox.add([aNotice({ channels: [HOOK], ids: Array.from({ length: 120 }, (_, i) => `job-${i}/1`) })], 0);
    assert.deepEqual(
      run(outbox, 1e6).map(({ facts }) => facts),
      [50, 50, 20],
    );
  });

  it('tries again what has failed, ever less often, for a day', () => {
    const outbox = openOutbox();
    outbox.add([aNotice({ channels: [HOOK], ids: ['job/1', 'job/2'] })], 0);
    const tries: number[] = [];
    let now = 5000;
    for (;;) {
      const parcel = outbox.take(now)!;
      tries.push(now);
      if (!outbox.failed(parcel, ['job/2'], now)) break;
      now = outbox.nextAt(now)!;
    }
    const pauses = tries.slice(1).map((at, index) => at - tries[index]!);
    assert.deepEqual(pauses.slice(0, 3), [5000, 20_000, 80_000]);
    assert.ok(tries.at(-1)! - tries[0]! >= GIVE_UP_MS && tries.length < 20, `${tries.length} tries`);
  });

  it('keeps the newest two thousand events for a webhook that does not answer', () => {
    const outbox = openOutbox();
    outbox.add([aNotice({ channels: [HOOK], ids: Array.from({ length: 1500 }, (_, i) => `old-${i}/1`) })], 0);
    outbox.add([aNotice({ channels: [HOOK], at: 9000, ids: Array.from({ length: 1500 }, (_, i) => `new-${i}/1`) })], 1);
    const left = outbox.state().parcels.flatMap(({ ids }) => ids);
    assert.equal(left.length, 2000);
    assert.equal(left.at(-1), 'new-1499/1');
  });

  it('goes on where an earlier run has left it', () => {
    const first = openOutbox();
    first.add([aNotice()], 0);
    const second = openOutbox(JSON.parse(JSON.stringify(first.state())));
    second.add([aNotice()], 1000);
    assert.equal(run(second, 1e6).length, 1);
  });

  it('remembers for a minute what it has sent, and then is done', () => {
    const outbox = openOutbox();
    outbox.add([aNotice({ channels: [HOOK] })], 0);
    outbox.sent(outbox.take(5000)!, 5000);
    assert.equal(outbox.nextAt(5000), 65_000);
    assert.equal(outbox.nextAt(65_000), undefined);
  });
});
