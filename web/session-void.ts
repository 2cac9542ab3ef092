// web/session-void.ts — sessions and tokens end with the account that they were made for, though another may follow.
import type { Instant } from '../domain/job.ts';
import type { Session, User } from '../domain/ports.ts';

/** Whether the account was closed after the session had begun. */
export function isVoid({ accountClosedAt }: Pick<Session, 'accountClosedAt'>, { closedAt }: User): boolean {
  return closedAt !== accountClosedAt;
}

export function closureSeen(accountClosedAt: Instant | undefined): Pick<Session, 'accountClosedAt'> {
  return accountClosedAt === undefined ? {} : { accountClosedAt };
}
