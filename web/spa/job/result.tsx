// web/spa/job/result.tsx — where a result is, what becomes of it, and how to get it.
import Card from 'react-bootstrap/Card';
import type { JobView, SummaryView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { useAsk } from '../parts/ask.ts';
import { Problem } from '../parts/problem.tsx';
import { Countdown, Left } from '../parts/time.tsx';
import { JOB } from '../words/job.ts';
import { budgetDay, count, size } from '../words/units.ts';
import { Download } from './download.tsx';

/** `premium` says that an archived result comes back without more being asked for. */
export function JobResult({ job, premium }: { job: JobView; premium: boolean }) {
  return job.place === 'none' ? null : <Made job={job} premium={premium} />;
}

/** Results of before there were summaries have neither that nor a table. */
function Made({ job, premium }: { job: JobView; premium: boolean }) {
  const { answer } = useAsk<SummaryView>(`/api/jobs/${job.job_id}/summary`);
  const summed = answer !== undefined;
  const facts = [
    job.records === undefined ? undefined : count(job.records, 'variant'),
    job.bytes === undefined ? undefined : size(job.bytes),
  ].filter(Boolean);
  return (
    <Card as="section" aria-labelledby="result" className="mb-4">
      <Card.Body>
        <div className="d-flex flex-wrap justify-content-between gap-2 mb-2">
          <h2 id="result" className="mb-0">
            {JOB.result}
          </h2>
          <span className="text-secondary">{facts.join(' · ')}</span>
        </div>
        <Whereabouts job={job} premium={premium} summed={summed} />
        {summed && <Summary job={job} />}
        {job.restore_failure && <Problem error={new Error(job.restore_failure)} />}
      </Card.Body>
    </Card>
  );
}

/** It stays when the result goes to the archive. */
function Summary({ job }: { job: JobView }) {
  const away = job.place === 'archived' || job.place === 'restoring';
  return (
    <p className="mt-3 mb-0 small d-flex flex-wrap column-gap-3">
      {away && <Link to={`/annotations/${job.job_id}/result`}>{JOB.numbers}</Link>}
      <a href={`/api/jobs/${job.job_id}/summary`} download={`${job.job_id}.summary.json`}>
        {JOB.downloadSummary}
      </a>
    </p>
  );
}

interface WhereaboutsProps {
  job: JobView;
  premium: boolean;
  summed: boolean;
}

function Whereabouts({ job, premium, summed }: WhereaboutsProps) {
  if (job.place === 'restoring') return <Restoring job={job} />;
  if (job.place === 'archived') return premium ? <p className="mb-0">{JOB.comesBack}</p> : <Archived />;
  return (
    <>
      <div className="actions">
        <Link to={`/annotations/${job.job_id}/result`} className="btn btn-primary">
          {JOB.open}
        </Link>
        <Download jobId={job.job_id} what="result">
          {JOB.downloadVcf}
        </Download>
        {summed && (
          <Download jobId={job.job_id} what="table">
            {JOB.downloadTable}
          </Download>
        )}
      </div>
      <Archiving job={job} />
    </>
  );
}

function Archived() {
  return (
    <p className="mb-0">
      {JOB.archived} <Link to="/plan">{JOB.upgrade}</Link> {JOB.upgradeWhy}
    </p>
  );
}

function Archiving({ job }: { job: JobView }) {
  if (job.place === 'archiving') return <p className="mt-3 mb-0">{JOB.archiving}</p>;
  if (!job.archives_at) return null;
  return (
    <p className="mt-3 mb-0">
      It will be archived <Countdown until={job.archives_at} />. <Link to="/plan">Premium</Link> keeps it here.
    </p>
  );
}

function Restoring({ job: { restore, restore_postponed_until: postponed } }: { job: JobView }) {
  if (postponed) return <Postponed until={postponed} />;
  if (!restore) return <p className="mb-0">It is being brought back from the archive.</p>;
  return (
    <p className="mb-0">
      It is being brought back from the archive by the {restore.tier} tier, <Left until={restore.expected_at} />.
      {restore.reason && ` (${restore.reason})`}
    </p>
  );
}

function Postponed({ until }: { until: string }) {
  return (
    <p className="mb-0">
      This result is in the archive, waiting for the retrieval budget of {budgetDay(until)} (UTC): the one of today is
      used up. It is brought back without your asking again, <Countdown until={until} />.
    </p>
  );
}
