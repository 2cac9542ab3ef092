// activities/tell.ts — hands over what a user is to be told of a fact that was just recorded. The telling is another workflow's.
import { Context } from '@temporalio/activity';
import type { JobId, UserId } from '../domain/job.ts';
import type { NoticeKind } from '../domain/notices.ts';
import { channelsOf, noticeId } from '../domain/notices.ts';
import type { User } from '../domain/ports.ts';
import type { Ports } from './ports.ts';

/** Attempts of a step that may fail for its notice alone: then the step goes on without it. */
const ATTEMPTS = 5;

export interface Fact {
  kind: NoticeKind;
  jobId: JobId;
  /** Tells facts of one kind about one job apart; the same at each attempt of a step. */
  key: string;
  /** When it is to be told; as soon as may be where absent. */
  at?: number;
}

/** Nothing for a user who wants none of it. What is recorded is told even where this attempt did not record it. */
export async function tell(
  { notices, rules, now }: Ports,
  { userId, ...user }: { userId: UserId } & Pick<User, 'profile' | 'mail' | 'webhooks'>,
  facts: readonly Fact[],
): Promise<void> {
  const soon = now() + rules.notices.gatherMs;
  const timeOf = ({ at = soon }: Fact) => Math.max(at, soon);
  const told = [...Map.groupBy(facts, (fact) => `${fact.kind} ${timeOf(fact)}`).values()].map((alike) => {
    const { kind } = alike[0]!;
    return {
      kind,
      at: timeOf(alike[0]!),
      channels: channelsOf(user, kind),
      ids: alike.map(({ jobId, key }) => noticeId(jobId, key)),
    };
  });
  const wanted = told.filter(({ channels }) => channels.length > 0);
  if (wanted.length > 0) await notices.tell(userId, wanted).catch(unlessTriedOften);
}

function unlessTriedOften(error: unknown): void {
  if (Context.current().info.attempt < ATTEMPTS) throw error;
}

/** A claim's token as a key: the first 32 of its 122 random bits are plenty among the moves of one result. */
export function keyOf({ token }: { token: string }): string {
  return token.slice(0, 8);
}
