// web/spa/job/queue-place.tsx — where in the queue a job is, and what it waits for.
import { useAsk } from '../parts/ask.ts';
import { When } from '../parts/time.tsx';
import { count } from '../words/units.ts';

const EVERY_MS = 4000;

interface QueueView {
  position?: number;
  ahead?: number;
  reason?: string;
  expected_start_at?: string;
}

/** Nothing where it is not known: the state above it is true all the same. */
export function QueuePlace({ jobId }: { jobId: string }) {
  const { answer } = useAsk<QueueView>(`/api/jobs/${encodeURIComponent(jobId)}/queue`, { everyMs: EVERY_MS });
  if (!answer) return null;
  const { ahead, reason, expected_start_at: start } = answer;
  return (
    <div className="text-secondary small" role="status">
      {ahead !== undefined && (ahead === 0 ? 'Next in line. ' : `${count(ahead, 'annotation')} before it. `)}
      {reason}
      {start && (
        <>
          {' '}
          Expected to begin <When at={start} />.
        </>
      )}
    </div>
  );
}
