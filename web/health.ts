// web/health.ts — whether web can do its work, for the public address and the internal one.
import type { WebStarters } from './services.ts';
import type { SessionKeeper } from './session-keeper.ts';

export interface WebHealth {
  ready: boolean;
  tables: boolean;
  temporal: boolean;
}

/** Ready means that pages and lists work; while Temporal is away only submitting waits, so that is told, not failed. */
export function webHealth(sessions: Pick<SessionKeeper, 'healthy'>, starters: Pick<WebStarters, 'healthy'>) {
  return async (): Promise<WebHealth> => {
    const [tables, temporal] = await Promise.all([sessions.healthy(), starters.healthy().catch(() => false)]);
    return { ready: tables, tables, temporal };
  };
}
