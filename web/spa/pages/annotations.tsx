// web/spa/pages/annotations.tsx — one's own jobs, newest first, with states that change by themselves.
import { useEffect, useState } from 'react';
import type { JobPage, JobView } from '../../contract.ts';
import { get } from '../api.ts';
import type { Live } from '../live.ts';
import { Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { stateOf } from '../parts/words.ts';

export function Annotations({ live }: { live: Live }) {
  const { listed, more, error } = useList();
  const jobs = merge(listed, live.jobs).filter((job) => !live.gone.has(job.job_id));
  return (
    <Page title="My annotations">
      {!live.connected && <p role="status">Connecting for live changes…</p>}
      <Problem error={error} />
      {jobs.length === 0 ? (
        <p>
          Nothing here yet. <Link to="/new">Annotate a file</Link>
        </p>
      ) : (
        <Table jobs={jobs} />
      )}
      {more && (
        <button type="button" className="quiet" onClick={more}>
          Show older ones
        </button>
      )}
    </Page>
  );
}

function Table({ jobs }: { jobs: readonly JobView[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">Submitted</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody aria-live="polite">
        {jobs.map((job) => (
          <tr key={job.job_id}>
            <td>
              <Link to={`/annotations/${job.job_id}`}>{job.name ?? job.file_name}</Link>
            </td>
            <td>
              <When at={job.submitted_at} />
            </td>
            <td data-status={job.status} data-place={job.place}>
              {stateOf(job)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useList() {
  const [page, setPage] = useState<JobPage>({ jobs: [] });
  const [error, setError] = useState<unknown>();
  useEffect(() => void load('').then(setPage, setError), []);

  const { jobs, cursor } = page;
  const showMore = (from: string) =>
    load(`&cursor=${encodeURIComponent(from)}`).then(
      (next) => setPage({ ...next, jobs: [...jobs, ...next.jobs] }),
      setError,
    );
  return { listed: jobs, error, more: cursor ? () => void showMore(cursor) : undefined };
}

function load(from: string): Promise<JobPage> {
  return get(`/api/jobs?limit=50${from}`);
}

/** What was listed and what the stream told since, each job in its newest version. */
function merge(listed: readonly JobView[], changed: ReadonlyMap<string, JobView>): JobView[] {
  const all = new Map(listed.map((job) => [job.job_id, job]));
  for (const job of changed.values()) {
    if ((all.get(job.job_id)?.version ?? -1) <= job.version) all.set(job.job_id, job);
  }
  return [...all.values()].toSorted((a, b) => Date.parse(b.submitted_at) - Date.parse(a.submitted_at));
}
