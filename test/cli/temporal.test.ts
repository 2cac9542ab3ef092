// test/cli/temporal.test.ts — `gas temporal deploy|rollback`: who handed work to which build is written down before it is done.
import assert from 'node:assert/strict';
import { temporalCommand, type TemporalDoors } from '../../cli/operators/temporal.ts';
import type { AuditEntry } from '../../domain/audit.ts';

const NOW = 1_700_000_000_000;

/** One command over doors that note what passes them; the audit log may be away. */
async function gasTemporal(words: string[], audit: 'there' | 'away' = 'there') {
  const passed: unknown[] = [];
  const told = { out: '', said: '', code: 0 };
  const noted = <T>(answer: T, ...what: unknown[]) => (passed.push(what), Promise.resolve(answer));
  const doors: TemporalDoors = {
    prepare: async () => [],
    deployments: {
      routing: async () => ({ builds: [] }),
      deploy: (build, percent) => noted({ released: 0 }, 'deploy', build, percent),
      rollBack: (to) => noted({ from: '42', to: to ?? '41', kept: 0 }, 'roll back', to),
    },
    audit: {
      async record({ id, ...act }: AuditEntry) {
        if (audit === 'away') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
        assert.ok(id);
        passed.push(act);
      },
    },
  };
  await temporalCommand(async () => doors, {
    out: (text) => void (told.out += text),
    say: (text) => void (told.said += text),
    exitWith: (code) => void (told.code = code),
    userName: () => 'olga',
    now: () => NOW,
  }).parseAsync(words, { from: 'user' });
  return { ...told, passed };
}

const entry = (actor: string, action: string, detail: string) => ({
  at: NOW,
  actor: `operator:${actor}`,
  action,
  subject: 'service',
  detail,
});

describe('gas temporal', () => {
  for (const [words, first, then] of [
    [
      ['deploy', '42', '--ramp', '10'],
      entry('olga', 'operator-deploy', 'build 42, 10 % of new work'),
      ['deploy', '42', 10],
    ],
    [
      ['deploy', '42', '--as', 'otto'],
      entry('otto', 'operator-deploy', 'build 42, 100 % of new work'),
      ['deploy', '42', undefined],
    ],
    [['rollback'], entry('olga', 'operator-roll-back', 'to the build before'), ['roll back', undefined]],
    [['rollback', '--to', '41'], entry('olga', 'operator-roll-back', 'to build 41'), ['roll back', '41']],
  ] as const) {
    it(`${words.join(' ')} is in the audit log, and then done`, async () => {
      const { passed, code, out } = await gasTemporal([...words]);
      assert.deepEqual([code, passed], [0, [first, then]]);
      assert.match(out, /^Build 4[12] gets /);
    });
  }

  it('does nothing that cannot be recorded', async () => {
    const { passed, code, said } = await gasTemporal(['rollback'], 'away');
    assert.deepEqual([code, passed], [1, []]);
    assert.match(said, /AWS cannot be reached/);
  });
});
