// config-mistakes.ts — settings of the wrong form, in words for whoever set them.
import type { z } from 'zod';
import { isSecret } from './config-secrets.ts';

/** Thrown with one line for every wrong setting, so that all of them can be mended at once. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export interface SettingMistake {
  setting: string;
  /** The value, unless it is secret. */
  shown: string;
  message: string;
}

export function mistakesIn(error: z.ZodError | undefined, environment: NodeJS.ProcessEnv): SettingMistake[] {
  return (error?.issues ?? []).map(({ path, message }) => {
    const setting = String(path[0]);
    return { setting, message, shown: isSecret(setting) ? '(not shown)' : JSON.stringify(environment[setting]) };
  });
}
