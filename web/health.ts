// web/health.ts — whether web can do its work, for the public address and the internal one.
import type { WebStarters } from './services.ts';
import type { SessionKeeper } from './session-keeper.ts';

export interface WebHealth {
  ready: boolean;
  tables: boolean;
  temporal: boolean;
}

/**
 * Ready means that pages and lists work; while Temporal is away only submitting waits, so that is told, not failed. After
 * `leave` web is not ready any more, though it serves: it is about to end, and a balancer is to send requests elsewhere.
 */
export function webHealth(sessions: Pick<SessionKeeper, 'healthy'>, starters: Pick<WebStarters, 'healthy'>) {
  let leaving = false;
  return {
    health: async (): Promise<WebHealth> => {
      const [tables, temporal] = await Promise.all([sessions.healthy(), starters.healthy().catch(() => false)]);
      return { ready: tables && !leaving, tables, temporal };
    },
    leave: () => void (leaving = true),
  };
}
