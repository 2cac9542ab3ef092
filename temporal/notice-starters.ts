// temporal/notice-starters.ts — handing over what a user is to be told: `notify/<user_id>` gathers it, paces it, tries again.
import type { Client } from '@temporalio/client';
import type { Notices } from '../domain/notice-ports.ts';
import { notifyWorkflowId } from '../domain/workflow-ids.ts';
import { notifyUser } from '../workflows/index.ts';
import { noticed } from '../workflows/messages.ts';
import { away, placed } from './calls.ts';

export function noticeStarters({ workflow }: Client): Notices {
  return {
    async tell(userId, notices) {
      await workflow
        .signalWithStart(notifyUser, {
          ...placed(userId),
          workflowId: notifyWorkflowId(userId),
          args: [{ userId }],
          signal: noticed,
          signalArgs: [notices],
          staticSummary: `notices to user ${userId}`,
        })
        .catch(away);
    },
  };
}
