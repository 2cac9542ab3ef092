// web/spa/pages/annotation.tsx — one job: its state, its result and where that is, its log and its history.
import { useEffect, useState } from 'react';
import type { JobView } from '../../contract.ts';
import { ApiError, get } from '../api.ts';
import type { Live } from '../live.ts';
import { goTo, Link } from '../navigation.tsx';
import { Deletion } from '../parts/deletion.tsx';
import { JobActions } from '../parts/job-actions.tsx';
import { JobResult } from '../parts/job-result.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { eventOf, size, stateOf } from '../parts/words.ts';

const POLL_MS = 5000;

export function Annotation({ jobId, live }: { jobId: string; live: Live }) {
  const gone = live.gone.has(jobId);
  const { job, error } = useJob(jobId, { followed: live.jobs.get(jobId), gone });
  if (gone) return <Deleted />;
  if (!job) {
    const title = error instanceof ApiError && error.id === 'not-yours' ? 'Not yours' : 'Annotation';
    return <Page title={title}>{error ? <Problem error={error} /> : <p aria-busy="true">Loading…</p>}</Page>;
  }
  return (
    <Page title={job.name ?? job.file_name}>
      <p className="state" role="status" data-status={job.status} data-place={job.place}>
        {stateOf(job)}
      </p>
      {job.failure && (
        <p className="problem">
          <strong>Why:</strong> {job.failure}
        </p>
      )}
      <JobResult job={job} premium={live.profile?.plan.role === 'premium_user'} />
      <JobActions job={job} />
      <Facts job={job} />
      <Timeline job={job} />
      <Deletion
        title="Delete this annotation"
        confirm="Delete it for good"
        path={`/api/jobs/${job.job_id}`}
        onDone={() => goTo('/annotations')}
      >
        <p>
          This deletes the input, the result, the log and the copy in the archive, wherever they are just now. If it is
          still running, it is stopped.
        </p>
      </Deletion>
    </Page>
  );
}

function Deleted() {
  return (
    <Page title="Deleted">
      <p>
        This annotation has been deleted. <Link to="/annotations">My annotations</Link>
      </p>
    </Page>
  );
}

/** The stream follows the newest jobs; an older one, or one that waits for its row, is asked for now and then. */
function useJob(
  jobId: string,
  { followed, gone }: { followed: JobView | undefined; gone: boolean },
): { job?: JobView | undefined; error?: unknown } {
  const [asked, setAsked] = useState<JobView>();
  const [error, setError] = useState<unknown>();
  const isSettled = gone || followed !== undefined;

  useEffect(() => {
    if (isSettled) return undefined;
    const refused = (reason: unknown) => {
      setError(reason);
      if (reason instanceof ApiError && reason.id !== 'unreachable') setAsked(undefined);
    };
    const ask = () => void get<JobView>(`/api/jobs/${encodeURIComponent(jobId)}`).then(setAsked, refused);
    ask();
    const timer = window.setInterval(ask, POLL_MS);
    return () => window.clearInterval(timer);
  }, [jobId, isSettled]);

  return { job: followed ?? asked, error };
}

function Facts({ job }: { job: JobView }) {
  return (
    <dl>
      <dt>Request id</dt>
      <dd>
        <code>{job.job_id}</code>
      </dd>
      <dt>Input</dt>
      <dd>
        {job.file_name}
        {job.input_bytes !== undefined && ` (${size(job.input_bytes)})`}
      </dd>
      <dt>Submitted</dt>
      <dd>
        <When at={job.submitted_at} />
      </dd>
      {job.completed_at && (
        <>
          <dt>Completed</dt>
          <dd>
            <When at={job.completed_at} />
          </dd>
        </>
      )}
      {job.sha256_tree_hash && (
        <>
          <dt>SHA-256 tree hash of the result</dt>
          <dd>
            <code>{job.sha256_tree_hash}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

function Timeline({ job }: { job: JobView }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      <ol className="timeline">
        {job.timeline.map(({ at, event, detail }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- entries are only ever added at the end
          <li key={index}>
            {eventOf(event)} <When at={at} />
            {detail && <span className="detail"> {detail}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
