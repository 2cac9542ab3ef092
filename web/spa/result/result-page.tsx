// web/spa/result/result-page.tsx — what is in one result: its numbers, its variants, its place on the genome.
import type { JobView, SummaryView } from '../../contract.ts';
import { ApiError } from '../api.ts';
import { Download } from '../job/download.tsx';
import { useJob } from '../job/use-job.ts';
import type { Live } from '../live.ts';
import { Link } from '../navigation.tsx';
import { useAsk } from '../parts/ask.ts';
import { Loading, Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { RESULT } from '../words/result.ts';
import { Cards } from './cards.tsx';
import { ResultTabs } from './result-tabs.tsx';
import { Whereabouts } from './whereabouts.tsx';

export function ResultPage({ jobId, live }: { jobId: string; live: Live }) {
  const { job, error } = useJob(jobId, live);
  const found = useSummary(job);
  const back = <Link to={`/annotations/${jobId}`}>{RESULT.back}</Link>;
  if (live.gone.has(jobId) || !job) {
    return (
      <Page title={RESULT.title} aside={back}>
        <Absent gone={live.gone.has(jobId)} error={error} />
      </Page>
    );
  }
  const aside = (
    <div className="actions">
      <Downloads job={job} table={found.summary !== undefined} />
      {back}
    </div>
  );
  return (
    <Page title={job.name ?? job.file_name} aside={aside}>
      <Found job={job} premium={live.profile?.plan.role === 'premium_user'} {...found} />
    </Page>
  );
}

/** Deleted meanwhile, not there, or still on its way. */
function Absent({ gone, error }: { gone: boolean; error: unknown }) {
  if (gone) return <p role="status">{RESULT.deleted}</p>;
  return error ? <Problem error={error} /> : <Loading />;
}

/** All of the result, whatever is filtered. */
function Downloads({ job: { job_id: jobId, place }, table }: { job: JobView; table: boolean }) {
  if (place !== 'hot' && place !== 'archiving') return null;
  return (
    <>
      <Download jobId={jobId} what="result">
        {RESULT.wholeVcf}
      </Download>
      {table && (
        <Download jobId={jobId} what="table">
          {RESULT.wholeTable}
        </Download>
      )}
    </>
  );
}

function Found({
  job,
  premium,
  summary,
  missing,
  error,
}: { job: JobView; premium: boolean } & ReturnType<typeof useSummary>) {
  const readable = job.place === 'hot' || job.place === 'archiving';
  const settled = summary !== undefined || missing;
  return (
    <>
      <Whereabouts job={job} premium={premium} />
      <Problem error={error} />
      {missing && <p className="text-secondary">{RESULT.noSummary}</p>}
      {summary && <Cards summary={summary} />}
      {!settled && !error && job.place !== 'none' && <Loading />}
      {(settled || readable) && <ResultTabs job={job} summary={summary} missing={missing} />}
    </>
  );
}

/** What was found in numbers; `missing` where there are none, and none will come. */
function useSummary(job: JobView | undefined) {
  const path = job && job.place !== 'none' ? `/api/jobs/${encodeURIComponent(job.job_id)}/summary` : undefined;
  const { answer, error } = useAsk<SummaryView>(path);
  const missing = error instanceof ApiError && error.id === 'summary-missing';
  return { summary: answer, missing, error: missing ? undefined : error };
}
