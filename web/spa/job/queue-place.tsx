// web/spa/job/queue-place.tsx — where in the queue a job is, what it waits for, how far it is.
import type { QueueView } from '../../contract.ts';
import { useAsk } from '../parts/ask.ts';
import { When } from '../parts/time.tsx';
import { count } from '../words/units.ts';

const EVERY_MS = 3000;

/** Nothing where it is not known: the state above it is true all the same. */
export function QueuePlace({ jobId }: { jobId: string }) {
  const { answer } = useAsk<QueueView>(`/api/jobs/${encodeURIComponent(jobId)}/queue`, { everyMs: EVERY_MS });
  if (!answer) return null;
  return (
    <div className="text-secondary small" role="status">
      {answer.message}
      {answer.records !== undefined && ` ${count(answer.records, 'record')} read so far.`}
      {answer.expected_start_at && (
        <>
          {' '}
          Expected to begin <When at={answer.expected_start_at} />.
        </>
      )}
    </div>
  );
}
