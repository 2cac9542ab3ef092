// adapters/aws/events.ts — what other systems, and our own bridge, are told over SNS: JSON in the names of the contract.
import type { SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { JobRecord } from '../../domain/job.ts';
import type { Events, OutgoingEvent } from '../../domain/ports.ts';

export interface Topics {
  annotationComplete: string;
  planChanges: string;
  resultArchived: string;
  restoreStarted: string;
  resultRestored: string;
}

const TOPIC_OF = {
  'annotation-complete': 'annotationComplete',
  'plan-change': 'planChanges',
  'result-archived': 'resultArchived',
  'restore-started': 'restoreStarted',
  'result-restored': 'resultRestored',
} as const satisfies Record<OutgoingEvent['kind'], keyof Topics>;

/** Publishes to the topic (an ARN) of each kind of event. Resolves once SNS has accepted it. */
export function snsEvents({ client, topics }: { client: SNSClient; topics: Topics }): Events {
  return {
    async publish(event) {
      const Message = JSON.stringify(bodyOf(event));
      await client.send(new PublishCommand({ TopicArn: topics[TOPIC_OF[event.kind]], Message }));
    },
  };
}

/** The body of each message; times are epoch seconds. */
function bodyOf(event: OutgoingEvent): Record<string, unknown> {
  switch (event.kind) {
    case 'annotation-complete':
      return annotationComplete(event.job, event.email);
    case 'plan-change':
      return {
        user_id: event.userId,
        role: event.role,
        change_id: event.changeId,
        plan_version: event.planVersion,
      };
    case 'result-archived':
      return { ...idsOf(event), results_file_archive_id: event.archiveId, archive_time: seconds(event.at) };
    case 'restore-started':
      return { ...idsOf(event), tier: event.tier, expected_time: seconds(event.expectedAt) };
    case 'result-restored':
      return { ...idsOf(event), restore_time: seconds(event.at) };
  }
}

function annotationComplete(job: JobRecord, email: string | undefined) {
  return {
    ...idsOf(job),
    user_email: email,
    input_file_name: job.inputFileName,
    s3_results_bucket: job.result?.bucket ?? job.log?.bucket,
    s3_key_result_file: job.result?.key,
    s3_key_log_file: job.log?.key,
    complete_time: job.completedAt === undefined ? undefined : seconds(job.completedAt),
    job_status: job.status,
  };
}

function idsOf({ jobId, userId }: { jobId: string; userId: string }) {
  return { job_id: jobId, user_id: userId };
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
