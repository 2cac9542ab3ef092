// web/spa/result/whereabouts.tsx — why a result cannot be read in full just now, and what to do about it.
import Alert from 'react-bootstrap/Alert';
import type { JobView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Left } from '../parts/time.tsx';
import { RESULT } from '../words/result.ts';

/** Nothing where the result is there to be read. */
export function Whereabouts({ job, premium }: { job: JobView; premium: boolean }) {
  if (job.place === 'hot') return null;
  if (job.place === 'none') return <Unmade job={job} />;
  return (
    <Alert variant="info" role="status">
      {job.place === 'archiving' && RESULT.archiving}
      {job.place === 'restoring' && (
        <>
          {RESULT.restoring} {job.restore && <Left until={job.restore.expected_at} />}
        </>
      )}
      {job.place === 'archived' && (
        <>
          {RESULT.archived}{' '}
          {premium ? (
            RESULT.archivedPremium
          ) : (
            <Link to="/plan" className="alert-link">
              {RESULT.archivedFree}
            </Link>
          )}
        </>
      )}
    </Alert>
  );
}

function Unmade({ job }: { job: JobView }) {
  if (job.status === 'FAILED') {
    return (
      <Alert variant="danger" role="status">
        {RESULT.failed} {job.failure}
      </Alert>
    );
  }
  return (
    <Alert variant="info" role="status">
      {job.status === 'CANCELLED' ? RESULT.cancelled : RESULT.running}
    </Alert>
  );
}
