// web/spa/pages/annotation.tsx — one job: its state, its result and where that is, its life, its log.
import type { JobView } from '../../contract.ts';
import { ApiError } from '../api.ts';
import { JobActions } from '../job/actions.tsx';
import { Facts } from '../job/facts.tsx';
import { LogSection } from '../job/log-section.tsx';
import { JobResult } from '../job/result.tsx';
import { Timeline } from '../job/timeline.tsx';
import { useJob } from '../job/use-job.ts';
import type { Live } from '../live.ts';
import { goTo, Link } from '../navigation.tsx';
import { Deletion } from '../parts/deletion.tsx';
import { Loading, Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { ERROR_PAGES, ERROR_TITLES } from '../words/errors.ts';
import { JOB } from '../words/job.ts';
import { stateOf } from '../words/jobs.ts';

export function Annotation({ jobId, live }: { jobId: string; live: Live }) {
  const { job, error } = useJob(jobId, live);
  if (live.gone.has(jobId)) return <Deleted />;
  if (!job) return error ? <Refused error={error} /> : <Loading />;
  return <Known job={job} premium={live.profile?.plan.role === 'premium_user'} />;
}

function Known({ job, premium }: { job: JobView; premium: boolean }) {
  return (
    <Page title={job.name ?? job.file_name} aside={<StateBadge job={job} />}>
      <p className="visually-hidden" role="status">
        {stateOf(job)}
      </p>
      {job.failure && (
        <div className="alert alert-danger" role="status">
          <strong>Why it failed:</strong> {job.failure}
        </div>
      )}
      <div className="row g-4">
        <div className="col-lg-7">
          <JobResult job={job} premium={premium} />
          <Facts job={job} />
          <JobActions job={job} />
        </div>
        <div className="col-lg-5">
          <Timeline job={job} />
        </div>
      </div>
      {job.has_log && <LogSection jobId={job.job_id} />}
      <Deletion
        title={JOB.deletion}
        confirm={JOB.deletionConfirm}
        path={`/api/jobs/${job.job_id}`}
        onDone={() => goTo('/annotations')}
      >
        <p>{JOB.deletionText}</p>
      </Deletion>
    </Page>
  );
}

function Deleted() {
  const { title, text } = ERROR_PAGES.deleted;
  return (
    <Page title={title}>
      <p role="status">{text}</p>
      <Link to="/annotations">My annotations</Link>
    </Page>
  );
}

function Refused({ error }: { error: unknown }) {
  const title = error instanceof ApiError ? ERROR_TITLES[error.id] : undefined;
  return (
    <Page title={title ?? 'Annotation'}>
      <Problem error={error} />
      <Link to="/annotations">My annotations</Link>
    </Page>
  );
}
