// web/spa/job/log-section.tsx — the log of a job, behind a button: most people never open it.
import { lazy, Suspense, useState } from 'react';
import Button from 'react-bootstrap/Button';
import { Loading } from '../parts/page.tsx';
import { JOB } from '../words/job.ts';

const LogViewer = lazy(async () => ({ default: (await import('./log.tsx')).LogViewer }));

export function LogSection({ jobId }: { jobId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="log" className="my-4">
      <div className="d-flex flex-wrap gap-3 align-items-center mb-2">
        <h2 id="log" className="mb-0">
          {JOB.log}
        </h2>
        <Button size="sm" variant="outline-secondary" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? JOB.closeLog : JOB.openLog}
        </Button>
      </div>
      {open && (
        <Suspense fallback={<Loading />}>
          <LogViewer jobId={jobId} />
        </Suspense>
      )}
    </section>
  );
}
