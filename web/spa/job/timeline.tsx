// web/spa/job/timeline.tsx — the life of a job from its submission to what comes next, each step with its time.
import type { JobView } from '../../contract.ts';
import { Progress } from '../parts/progress.tsx';
import { Countdown, Left, When } from '../parts/time.tsx';
import { JOB } from '../words/job.ts';
import { STATUS } from '../words/jobs.ts';
import { QueuePlace } from './queue-place.tsx';
import { type Step, stepsOf } from './steps.ts';

export function Timeline({ job }: { job: JobView }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{JOB.timeline}</h2>
      <ol className="timeline">
        {stepsOf(job).map((step) => (
          <StepItem key={step.key} step={step} job={job} />
        ))}
      </ol>
    </section>
  );
}

function StepItem({ step: { when, title, at, until, detail, bad, more }, job }: { step: Step; job: JobView }) {
  return (
    <li data-when={when} data-bad={bad} aria-current={when === 'now' ? 'step' : undefined}>
      <div className="d-flex flex-wrap column-gap-3 justify-content-between">
        <span className="step-title">{title}</span>
        <span className="text-secondary small">
          {at && <When at={at} focusable />}
          {until?.as === 'countdown' && <Countdown until={until.at} />}
          {until?.as === 'left' && <Left until={until.at} />}
        </span>
      </div>
      {detail && <div className="text-secondary small">{detail}</div>}
      {more && <QueuePlace jobId={job.job_id} />}
      {more === 'progress' && <Progress label={STATUS.RUNNING} />}
    </li>
  );
}
