// web/spa/settings/sessions.tsx — the browsers one is signed in with, and ending those sessions.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { SessionList, SessionView } from '../../contract.ts';
import { remove } from '../api.ts';
import { useAsk } from '../parts/ask.ts';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { SESSIONS } from '../words/profile.ts';

export function Sessions() {
  const { answer, error } = useAsk<SessionList>('/api/sessions');
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<unknown>();
  const sessions = (answer?.sessions ?? []).filter(({ id }) => !ended.has(id));
  const others = sessions.filter(({ current }) => !current);
  const end = (path: string, gone: readonly SessionView[]) => {
    setRefused(undefined);
    remove(path).then(() => setEnded((now) => new Set([...now, ...gone.map(({ id }) => id)])), setRefused);
  };
  return (
    <>
      <p className="text-secondary">{SESSIONS.text}</p>
      <Problem error={error ?? refused} />
      <ul className="list-group mb-3">
        {sessions.map((session) => (
          <Row key={session.id} session={session} onEnd={() => end(`/api/sessions/${session.id}`, [session])} />
        ))}
      </ul>
      {others.length > 0 && (
        <Button size="sm" variant="outline-danger" onClick={() => end('/api/sessions', others)}>
          {SESSIONS.endOthers}
        </Button>
      )}
    </>
  );
}

/** The session of this very browser is ended by signing out. */
function Row({
  session: { agent = SESSIONS.unknown, begun_at: begunAt, last_seen_at: seenAt, current },
  onEnd,
}: {
  session: SessionView;
  onEnd: () => void;
}) {
  return (
    <li className="list-group-item d-flex flex-wrap gap-2 justify-content-between align-items-center">
      <div>
        <strong>{agent}</strong>{' '}
        {current && <span className="badge bg-primary-subtle text-primary-emphasis">{SESSIONS.here}</span>}
        <div className="text-secondary small">
          signed in <When at={begunAt} focusable /> · last seen <When at={seenAt} focusable />
        </div>
      </div>
      {!current && (
        <Button size="sm" variant="outline-danger" aria-label={`${SESSIONS.end}: ${agent}`} onClick={onEnd}>
          {SESSIONS.end}
        </Button>
      )}
    </li>
  );
}
