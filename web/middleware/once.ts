// web/middleware/once.ts — a request repeated under the same Idempotency-Key has one effect, and the same answer.
import { z } from 'zod';
import type { AnswerRecords, KeptAnswer } from '../../domain/ports.ts';
import { problem } from '../problem.ts';
import { sealer } from '../sealed-cookie.ts';
import type { Context, Handler } from '../services.ts';
import { sha256 } from '../session-ids.ts';

const KEPT_MS = 24 * 3_600_000;
/** A process that dies in the middle leaves its key taken for this long. */
const UNDER_WAY_MS = 60_000;

const Answer = z.object({ status: z.number(), location: z.string().optional(), body: z.unknown() });

/**
 * For routes that create something, after `signedIn`. Answers are sealed: some hold secrets, and a stolen table opens
 * nothing. Refusals are not kept, so that what was mended may be tried again. Problems `idempotency-key-reused` and
 * `request-under-way`.
 */
export function once(answers: AnswerRecords, secret: string): Handler {
  const box = sealer(secret, 'gas answers');

  async function first(ctx: Context, kept: KeptAnswer, next: () => Promise<unknown>): Promise<void> {
    try {
      await next();
    } catch (error) {
      await answers.remove(kept.id);
      throw error;
    }
    const answer = { status: ctx.status, location: ctx.response.get('location') || undefined, body: ctx.body };
    await answers.put({ ...kept, answer: box.seal(answer), expiresAt: Date.now() + KEPT_MS });
  }

  return async (ctx, next) => {
    const key = ctx.get('idempotency-key');
    // An empty one is a mistake of whoever thinks to be safe: it is not taken for none.
    if (ctx.req.headers['idempotency-key'] === undefined) return next();
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw problem('invalid-request', 'Idempotency-Key: is not one of 1 to 255');
    const mine = { ...namesOf(ctx, key), expiresAt: Date.now() + UNDER_WAY_MS };
    const kept = await answers.claim(mine);
    if (!kept) return first(ctx, mine, next);
    if (kept.fingerprint !== mine.fingerprint) throw problem('idempotency-key-reused');
    const known = Answer.safeParse(kept.answer && box.open(kept.answer));
    if (!known.success) throw problem('request-under-way');
    ctx.status = known.data.status;
    if (known.data.location) ctx.set('location', known.data.location);
    ctx.set('idempotency-replayed', 'true');
    ctx.body = known.data.body;
  };
}

/** A key is its user's, and goes with the account: whoever comes back begins anew. */
function namesOf(ctx: Context, key: string): Pick<KeptAnswer, 'id' | 'fingerprint'> {
  const { userId, accountClosedAt } = ctx.state.session;
  return {
    id: sha256(JSON.stringify([userId, accountClosedAt, key])),
    fingerprint: sha256(JSON.stringify([ctx.method, ctx.path, ctx.request.body ?? {}])),
  };
}
