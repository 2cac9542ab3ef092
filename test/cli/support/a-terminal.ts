// test/cli/support/a-terminal.ts — the command line over ports in memory: what it prints, and how it ends.
import { CommanderError, type Command } from 'commander';
import type { JobRequest } from '../../../domain/job.ts';
import type { ReconcileReport } from '../../../domain/reconciliation.ts';
import { emptyReport } from '../../../domain/reconciliation.ts';
import type { Cli, Operator } from '../../../cli/operators/operator.ts';
import { createProgram } from '../../../cli/program.ts';
import type { WorkflowView } from '../../../temporal/inspection.ts';
import { createFakes } from '../../support/fakes/index.ts';

export interface Ended {
  code: number;
  out: string;
  said: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  json: any;
}

export type ATerminal = ReturnType<typeof aTerminal>;

export function aTerminal() {
  const fakes = createFakes();
  const starters = recordingStarters();
  const workflows: { views: WorkflowView[]; failure?: Error } = { views: [] };
  const opened: (boolean | undefined)[] = [];
  let open = 0;
  const operator: Operator = {
    ...fakes,
    starters,
    workflows: {
      async ofJob() {
        if (workflows.failure) throw workflows.failure;
        return workflows.views;
      },
    },
    graceMs: 300_000,
    close() {
      open -= 1;
    },
  };

  async function gas(...words: string[]): Promise<Ended> {
    const ended = { code: 0, out: '', said: '' };
    const cli: Cli = {
      async open({ stack }) {
        opened.push(stack);
        open += 1;
        return operator;
      },
      out: (text) => void (ended.out += text),
      say: (text) => void (ended.said += text),
      exitWith: (code) => void (ended.code = code),
      userName: () => 'olga',
      now: () => 1_700_000_000_000,
    };
    try {
      await quiet(createProgram(cli), ended).parseAsync(words, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      ended.code = error.exitCode;
    }
    return { ...ended, json: words.includes('--json') ? JSON.parse(ended.out) : undefined };
  }

  return {
    ...fakes,
    starters,
    workflows,
    /** What was asked for by --stack and --no-stack, once for each connection. */
    opened,
    /** Connections that were not closed. */
    leftOpen: () => open,
    gas,
    /** What was recorded, but for ids and times. */
    acts: () => [...fakes.entries.values()].map(({ id: _id, at: _at, ...entry }) => entry),
  };
}

/** Commander prints and exits by itself where words are wrong: here it does neither. */
function quiet(program: Command, ended: { out: string; said: string }): Command {
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void (ended.out += text),
      writeErr: (text) => void (ended.said += text),
    });
  }
  return program;
}

function recordingStarters() {
  const asked: unknown[] = [];
  const starters = {
    asked,
    failure: undefined as Error | undefined,
    released: 'swept' as 'swept' | 'cancelled',
    report: emptyReport(false),
    async submit(request: JobRequest, role: string) {
      note('submit', request.attempt, role);
      return { kind: 'recorded', status: 'PENDING' } as const;
    },
    async wake(results: readonly unknown[]) {
      note('wake', ...results);
    },
    async release(result: unknown) {
      note('release', result);
      return starters.released;
    },
    async reconcile({ dryRun }: { dryRun: boolean }) {
      note('reconcile', dryRun);
      const report: Promise<ReconcileReport> = Promise.resolve({ ...starters.report, dryRun });
      return { workflowId: 'reconcile', report };
    },
    async moveArchives(order: unknown) {
      note('moveArchives', order);
      return { workflowId: 'move-archives' };
    },
  };
  function note(...call: unknown[]): void {
    if (starters.failure) throw starters.failure;
    asked.push(call);
  }
  return starters;
}
