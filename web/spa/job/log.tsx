// web/spa/job/log.tsx — the log of a job, fetched when it is opened, with a search in it.
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import Form from 'react-bootstrap/Form';
import { getText } from '../api.ts';
import { Loading } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { JOB } from '../words/job.ts';
import { count } from '../words/units.ts';

/** Lines that are drawn at most; the search looks at all of them. */
const LINES = 2000;

export function LogViewer({ jobId }: { jobId: string }) {
  const [text, setText] = useState<string>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    getText(`/api/jobs/${encodeURIComponent(jobId)}/log`).then(setText, setError);
  }, [jobId]);
  if (error) return <Problem error={error} />;
  return text === undefined ? <Loading /> : <Lines text={text} />;
}

function Lines({ text }: { text: string }) {
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const found = useMemo(() => find(text, wanted), [text, wanted]);
  return (
    <>
      <div className="d-flex flex-wrap gap-3 align-items-center mb-2">
        <Form.Control
          type="search"
          className="log-search"
          value={typed}
          placeholder={JOB.searchLog}
          aria-label={JOB.searchLog}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span role="status" className="text-secondary small">
          {wanted ? `${count(found.length, 'line')} with “${wanted}”` : count(found.length, 'line')}
          {found.length > LINES && `, the first ${LINES.toLocaleString('en')} are shown`}
        </span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys, too */}
      <pre className="log" tabIndex={0} role="region" aria-label={JOB.logText}>
        {found.slice(0, LINES).map(({ number, line }) => (
          <div key={number}>{marked(line, wanted)}</div>
        ))}
      </pre>
    </>
  );
}

function find(text: string, wanted: string): { number: number; line: string }[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const lower = wanted.toLowerCase();
  return lines
    .map((line, number) => ({ number, line }))
    .filter(({ line }) => lower === '' || line.toLowerCase().includes(lower));
}

/** The line with its first match marked; all of it is text, whatever a file has put into it. */
function marked(line: string, wanted: string): ReactNode {
  const at = wanted ? line.toLowerCase().indexOf(wanted.toLowerCase()) : -1;
  if (at < 0) return line || ' ';
  const end = at + wanted.length;
  return (
    <>
      {line.slice(0, at)}
      <mark>{line.slice(at, end)}</mark>
      {line.slice(end)}
    </>
  );
}
