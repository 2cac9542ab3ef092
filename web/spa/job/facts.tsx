// web/spa/job/facts.tsx — what is known of a job, in one list.
import type { ReactNode } from 'react';
import type { JobView } from '../../contract.ts';
import { When } from '../parts/time.tsx';
import { JOB } from '../words/job.ts';
import { size } from '../words/units.ts';
import { Copied } from './copy.tsx';

export function Facts({ job }: { job: JobView }) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{JOB.facts}</h2>
      <dl className="facts">
        <Fact name="Request id">
          <Copied value={job.job_id} label="the request id" />
        </Fact>
        <Fact name="Input">
          {job.file_name}
          {job.input_bytes !== undefined && ` (${size(job.input_bytes)})`}
        </Fact>
        {job.genome && <Fact name={JOB.genome}>{job.genome}</Fact>}
        <Fact name="Submitted">
          <When at={job.submitted_at} focusable />
        </Fact>
        {job.completed_at && (
          <Fact name="Completed">
            <When at={job.completed_at} focusable />
          </Fact>
        )}
        {job.attempt > 1 && <Fact name="Attempt">{job.attempt}</Fact>}
        {job.sha256_tree_hash && (
          <Fact name={JOB.hash}>
            <Copied value={job.sha256_tree_hash} label="the hash" />
            <div className="text-secondary small">{JOB.hashHelp}</div>
          </Fact>
        )}
        {job.history_url && (
          <Fact name={JOB.history}>
            <a href={job.history_url} target="_blank" rel="noreferrer">
              {JOB.historyLink}
            </a>
            <div className="text-secondary small">{JOB.historyHelp}</div>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
