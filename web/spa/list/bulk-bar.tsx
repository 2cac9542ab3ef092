// web/spa/list/bulk-bar.tsx — what can be done with the jobs that are selected, asked before it is done.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { JobView } from '../../contract.ts';
import { Confirm } from '../parts/confirm.tsx';
import { BULK } from '../words/list.ts';
import { count } from '../words/units.ts';
import { actOnAll, BULK_ACTIONS, type BulkAction, type BulkOutcome, fits } from './bulk.ts';

interface BulkBarProps {
  selected: readonly JobView[];
  onDone: () => void;
}

interface Running {
  action: BulkAction;
  total: number;
  done: number;
}

export function BulkBar({ selected, onDone }: BulkBarProps) {
  const [asked, setAsked] = useState<BulkAction>();
  const [running, setRunning] = useState<Running>();
  const [outcome, setOutcome] = useState<BulkOutcome>();

  const start = async (action: BulkAction) => {
    const jobs = selected.filter((job) => fits(action, job));
    setAsked(undefined);
    setOutcome(undefined);
    setRunning({ action, total: jobs.length, done: 0 });
    setOutcome(await actOnAll(action, jobs, (done) => setRunning({ action, total: jobs.length, done })));
    setRunning(undefined);
    onDone();
  };

  return (
    <div role="status" className="my-2">
      {selected.length > 0 && !running && <Choices selected={selected} onChoose={setAsked} onClear={onDone} />}
      {running && (
        <p className="mb-0">
          {BULK[running.action].button}: {running.done} of {running.total}…
        </p>
      )}
      {outcome && selected.length === 0 && <Outcome outcome={outcome} />}
      {asked && (
        <Question
          action={asked}
          jobs={selected.filter((job) => fits(asked, job))}
          onConfirm={() => void start(asked)}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  selected: readonly JobView[];
  onChoose: (action: BulkAction) => void;
  onClear: () => void;
}

function Choices({ selected, onChoose, onClear }: ChoicesProps) {
  return (
    <div className="actions rounded-3 bg-body-tertiary border px-3 py-2">
      <strong>{count(selected.length, 'annotation')} selected</strong>
      {BULK_ACTIONS.map((action) => {
        const fitting = selected.filter((job) => fits(action, job)).length;
        if (fitting === 0) return null;
        return (
          <Button
            key={action}
            size="sm"
            variant={action === 'delete' ? 'outline-danger' : 'outline-primary'}
            onClick={() => onChoose(action)}
          >
            {BULK[action].button}
            {fitting < selected.length && ` (${fitting})`}
          </Button>
        );
      })}
      <Button size="sm" variant="link" onClick={onClear}>
        Select none
      </Button>
    </div>
  );
}

interface QuestionProps {
  action: BulkAction;
  jobs: readonly JobView[];
  onConfirm: () => void;
  onCancel: () => void;
}

function Question({ action, jobs, ...answers }: QuestionProps) {
  const { button, title, text } = BULK[action];
  return (
    <Confirm
      title={title}
      confirm={`${button} ${count(jobs.length, 'annotation')}`}
      danger={action === 'delete'}
      {...answers}
    >
      <p>{text}</p>
      <ul className="mb-0">
        {jobs.slice(0, 5).map((job) => (
          <li key={job.job_id}>{job.name ?? job.file_name}</li>
        ))}
        {jobs.length > 5 && <li>and {jobs.length - 5} more</li>}
      </ul>
    </Confirm>
  );
}

function Outcome({ outcome: { done, failures } }: { outcome: BulkOutcome }) {
  return (
    <>
      <p className="mb-1">Asked for {count(done, 'annotation')}.</p>
      {failures.length > 0 && (
        <ul className="problem mb-0">
          {failures.slice(0, 10).map(({ job, reason }) => (
            <li key={job.job_id}>
              {job.name ?? job.file_name}: {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
