// adapters/webhooks/notice-keys.ts — secrets of webhooks and links that end mails, each derived from one secret of the service.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { USER_ID } from '../../domain/job.ts';
import type { NoticeKeys } from '../../domain/notice-ports.ts';
import { NOTICE_KINDS } from '../../domain/notices.ts';

/** HMAC-SHA256 of a purpose and what it is for: what one purpose is given is of no use for another. */
export function noticeKeys(secret: string): NoticeKeys & { sign: (webhookId: string, signed: string) => string } {
  const derive = (purpose: string, of: string) => createHmac('sha256', secret).update(`${purpose}\n${of}`).digest();
  const keyOf = (webhookId: string) => derive('webhook', webhookId);
  const tokenOf = (of: string) => derive('unsubscribe', of).toString('base64url');

  return {
    webhookSecret: (webhookId) => `whsec_${keyOf(webhookId).toString('base64')}`,
    sign: (webhookId, signed) => `v1,${createHmac('sha256', keyOf(webhookId)).update(signed).digest('base64')}`,
    unsubscribeToken: ({ userId, kind }) => `${userId}.${kind}.${tokenOf(`${userId}.${kind}`)}`,
    readUnsubscribeToken(token) {
      const [userId = '', kindGiven = '', signature = ''] = token.split('.');
      const kind = NOTICE_KINDS.find((known) => known === kindGiven);
      if (!kind || !USER_ID.test(userId) || !isSame(signature, tokenOf(`${userId}.${kind}`))) return undefined;
      return { userId, kind };
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
