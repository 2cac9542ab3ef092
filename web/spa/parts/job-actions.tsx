// web/spa/parts/job-actions.tsx — what can be done with a job in its state.
import { useState } from 'react';
import type { JobView } from '../../contract.ts';
import { post } from '../api.ts';
import { Download } from './download.tsx';
import { Problem } from './problem.tsx';

export function JobActions({ job }: { job: JobView }) {
  const running = job.status === 'PENDING' || job.status === 'RUNNING';
  const repeatable = job.status === 'FAILED' || job.status === 'CANCELLED';
  return (
    <div className="actions">
      {job.has_log && (
        <a href={`/api/jobs/${job.job_id}/log`} target="_blank" rel="noreferrer">
          Read the log
        </a>
      )}
      {job.status !== 'ACCEPTED' && (
        <Download jobId={job.job_id} what="input">
          Download the input
        </Download>
      )}
      {running && <Action key="cancel" job={job} action="cancel" words={['Cancel', 'Cancelling…']} />}
      {repeatable && <Action key="retry" job={job} action="retry" words={['Run again', 'Starting again…']} />}
    </div>
  );
}

interface ActionProps {
  job: JobView;
  action: 'cancel' | 'retry';
  words: readonly [wanted: string, asked: string];
}

/** Asked once; the answer is the state that arrives by the stream. */
function Action({ job, action, words }: ActionProps) {
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>();
  const ask = () => {
    setAsked(true);
    setError(undefined);
    post(`/api/jobs/${job.job_id}/${action}`).catch((reason: unknown) => {
      setError(reason);
      setAsked(false);
    });
  };
  return (
    <>
      <button type="button" className="quiet" disabled={asked} onClick={ask}>
        {asked ? words[1] : words[0]}
      </button>
      <Problem error={error} />
    </>
  );
}
