// web/spa/parts/job-result.tsx — where a result is, what becomes of it, and how to get it.
import type { JobView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Download } from './download.tsx';
import { Countdown } from './time.tsx';
import { budgetDay, size } from './words.ts';

/** `premium` says that an archived result comes back without more being asked for. */
export function JobResult({ job, premium }: { job: JobView; premium: boolean }) {
  if (job.place === 'none') return null;
  return (
    <section aria-labelledby="result">
      <h2 id="result">Result</h2>
      {job.records !== undefined && <p>Records: {job.records.toLocaleString('en')}</p>}
      <Whereabouts job={job} premium={premium} />
      {job.restore_failure && <p className="problem">{job.restore_failure}</p>}
    </section>
  );
}

function Whereabouts({ job, premium }: { job: JobView; premium: boolean }) {
  switch (job.place) {
    case 'none':
      return null;
    case 'hot':
    case 'archiving':
      return (
        <>
          <Download jobId={job.job_id} what="result">
            Download the result{job.bytes === undefined ? '' : ` (${size(job.bytes)})`}
          </Download>
          <Archiving job={job} />
        </>
      );
    case 'archived':
      return premium ? (
        <p>This result is in the archive, and about to be brought back.</p>
      ) : (
        <p>
          This result is in the archive. <Link to="/plan">Upgrade to Premium</Link> to bring it back.
        </p>
      );
    case 'restoring':
      return <Restoring job={job} />;
  }
}

function Archiving({ job }: { job: JobView }) {
  if (job.place === 'archiving') return <p>It is being archived just now.</p>;
  if (!job.archives_at) return null;
  return (
    <p>
      It will be archived <Countdown until={job.archives_at} />. <Link to="/plan">Premium</Link> keeps it here.
    </p>
  );
}

function Restoring({ job: { restore, restore_postponed_until: postponed } }: { job: JobView }) {
  if (postponed) return <Postponed until={postponed} />;
  if (!restore) return <p>It is being brought back from the archive.</p>;
  return (
    <p>
      It is being brought back from the archive by the {restore.tier} tier, expected{' '}
      <Countdown until={restore.expected_at} />.{restore.reason && ` (${restore.reason})`}
    </p>
  );
}

function Postponed({ until }: { until: string }) {
  return (
    <p>
      This result is in the archive, waiting for the retrieval budget of {budgetDay(until)} (UTC): the one of today is
      used up. It is brought back without your asking again, <Countdown until={until} />.
    </p>
  );
}
