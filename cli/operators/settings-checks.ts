// cli/operators/settings-checks.ts — what is wrong with the settings, a line for each.
import type { Check, Seen } from '../../domain/checkup.ts';
import { wellUnless } from '../../domain/checkup.ts';

/** What config.ts has found in the environment. */
export interface SettingsSeen {
  mistakes: readonly { setting: string; shown: string; message: string }[];
  unknown: readonly string[];
  /** Lines about settings that do not go together, and about secrets. */
  together: readonly string[];
  secrets: readonly string[];
}

const SEE = 'docs/configuration.md lists every setting.';

export function settingsChecks({ mistakes, unknown, together, secrets }: SettingsSeen): Check[] {
  const wrong = mistakes.map(({ setting, shown, message }): Seen => ({
    problem: `${setting} = ${shown}: ${message}.`,
    advice: `Mend ${setting}: no process starts with it. What is checked here is checked with its default. ${SEE}`,
  }));
  const misspelt = unknown.map((name): Seen => ({
    problem: `${name} is no setting: it changes nothing.`,
    advice: `Mend its name, or take it away. ${SEE}`,
  }));
  const apart = together.map((line): Seen => ({
    problem: `${line}.`,
    advice: `Mend them: no process starts with this. ${SEE}`,
  }));
  const open = secrets.map((line): Seen => ({
    problem: `${line}.`,
    advice:
      'Take it from a secrets store (a new one: openssl rand -hex 32); no process starts without. docs/runbook/key-rotation.md.',
  }));
  return [
    check('settings', 'settings', wellUnless([...wrong, ...apart, ...misspelt], 'each is of its form')),
    check('secrets', 'secrets', wellUnless(open, 'none is a known one where it matters')),
  ];
}

function check(area: Check['area'], subject: string, seen: readonly Seen[]): Check {
  return { area, subject, advice: SEE, look: async () => seen };
}
