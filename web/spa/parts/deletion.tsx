// web/spa/parts/deletion.tsx — deleting for good: asked for, explained, and only then done.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { remove } from '../api.ts';
import { Problem } from './problem.tsx';

interface DeletionProps {
  /** What the first button says. */
  title: string;
  /** What the button says that really deletes. */
  confirm: string;
  path: string;
  body?: object;
  /** What goes, in words. */
  children: ReactNode;
  onDone: () => void;
}

/** A button that opens the explanation, takes the focus there, and gives it back when nothing is to be deleted. */
export function Deletion({ title, children, ...rest }: DeletionProps) {
  const [asked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const keep = () => {
    setAsked(false);
    opener.current?.focus();
  };
  return (
    <section className="deletion">
      <button
        ref={opener}
        type="button"
        className="quiet danger"
        aria-expanded={asked}
        onClick={() => setAsked(!asked)}
      >
        {title}
      </button>
      {asked && (
        <Confirmation title={title} onKeep={keep} {...rest}>
          {children}
        </Confirmation>
      )}
    </section>
  );
}

function Confirmation({
  title,
  confirm,
  path,
  body,
  children,
  onKeep,
  onDone,
}: DeletionProps & { onKeep: () => void }) {
  const [sure, setSure] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const send = () => {
    setSending(true);
    setError(undefined);
    remove(path, body).then(onDone, (reason: unknown) => {
      setError(reason);
      setSending(false);
    });
  };
  return (
    <fieldset onKeyDown={({ key }) => key === 'Escape' && onKeep()}>
      <legend>{title}</legend>
      {children}
      <label>
        <input ref={first} type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} /> I
        understand that this cannot be undone
      </label>
      <div className="actions">
        <button type="button" className="danger" disabled={!sure || sending} onClick={send}>
          {sending ? 'Deleting…' : confirm}
        </button>
        <button type="button" className="quiet" onClick={onKeep}>
          Keep it
        </button>
      </div>
      <Problem error={error} />
    </fieldset>
  );
}
