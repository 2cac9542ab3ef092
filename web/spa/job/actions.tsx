// web/spa/job/actions.tsx — what can be done with a job in its state.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { JobView } from '../../contract.ts';
import { act, fits, newRequestId } from '../list/bulk.ts';
import { goTo } from '../navigation.tsx';
import { Problem } from '../parts/problem.tsx';
import { ACTIONS, JOB } from '../words/job.ts';
import { Download } from './download.tsx';

const OFFERED = ['cancel', 'retry', 'again'] as const;

export function JobActions({ job }: { job: JobView }) {
  return (
    <div className="actions my-3">
      {job.status !== 'ACCEPTED' && (
        <Download jobId={job.job_id} what="input">
          {JOB.downloadInput}
        </Download>
      )}
      {OFFERED.filter((action) => fits(action, job)).map((action) => (
        <Action key={action} job={job} action={action} />
      ))}
    </div>
  );
}

/** Asked once; the answer is the state that arrives by the stream, or the page of the new job. */
function Action({ job, action }: { job: JobView; action: (typeof OFFERED)[number] }) {
  const [requestId] = useState(newRequestId);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>();
  const ask = () => {
    setAsked(true);
    setError(undefined);
    act(action, job.job_id, requestId).then(
      (answer) => action === 'again' && goTo(`/annotations/${(answer as JobView).job_id}`),
      (reason: unknown) => {
        setError(reason);
        setAsked(false);
      },
    );
  };
  return (
    <>
      <Button variant="outline-secondary" disabled={asked} onClick={ask}>
        {ACTIONS[action][asked ? 1 : 0]}
      </Button>
      <Problem error={error} />
    </>
  );
}
