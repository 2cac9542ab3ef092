// web/spa/parts/state-badge.tsx — the state of a job as a word with a colour; the word alone says it all.
import type { JobView } from '../../contract.ts';
import { shortState, stateOf } from '../words/jobs.ts';

type Tone = 'secondary' | 'info' | 'success' | 'danger' | 'warning' | 'primary';

const BY_STATUS: Record<JobView['status'], Tone> = {
  ACCEPTED: 'secondary',
  PENDING: 'secondary',
  RUNNING: 'info',
  COMPLETED: 'success',
  FAILED: 'danger',
  CANCELLED: 'secondary',
};

const BY_PLACE: Record<JobView['place'], Tone> = {
  none: 'secondary',
  hot: 'success',
  archiving: 'warning',
  archived: 'warning',
  restoring: 'primary',
};

export function StateBadge({ job }: { job: JobView }) {
  const tone = job.status === 'COMPLETED' ? BY_PLACE[job.place] : BY_STATUS[job.status];
  return (
    <span
      className={`badge rounded-pill bg-${tone}-subtle text-${tone}-emphasis border border-${tone}-subtle`}
      data-status={job.status}
      data-place={job.place}
      title={stateOf(job)}
    >
      <span className="state-dot" aria-hidden="true" />
      {shortState(job)}
    </span>
  );
}
