// web/spa/parts/deletion.tsx — deleting for good: asked for, explained, and only then done.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import { remove } from '../api.ts';
import { DELETION } from '../words/deletion.ts';
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
      <Button ref={opener} variant="outline-danger" size="sm" aria-expanded={asked} onClick={() => setAsked(!asked)}>
        {title}
      </Button>
      {asked && (
        <Confirmation title={title} onKeep={keep} {...rest}>
          {children}
        </Confirmation>
      )}
    </section>
  );
}

function Confirmation({ title, confirm, children, onKeep, ...rest }: DeletionProps & { onKeep: () => void }) {
  const [sure, setSure] = useState(false);
  const { sending, error, send } = useRemoval(rest);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <fieldset className="border rounded-3 p-3 mt-3" onKeyDown={({ key }) => key === 'Escape' && onKeep()}>
      <legend className="fs-5">{title}</legend>
      {children}
      <Form.Check
        ref={first}
        id="understood"
        className="mb-3"
        label={DELETION.understood}
        checked={sure}
        onChange={(event) => setSure(event.target.checked)}
      />
      <div className="actions">
        <Button variant="danger" disabled={!sure || sending} onClick={send}>
          {sending ? DELETION.deleting : confirm}
        </Button>
        <Button variant="outline-secondary" onClick={onKeep}>
          {DELETION.keep}
        </Button>
      </div>
      <Problem error={error} />
    </fieldset>
  );
}

function useRemoval({ path, body, onDone }: Pick<DeletionProps, 'path' | 'body' | 'onDone'>) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = () => {
    setSending(true);
    setError(undefined);
    remove(path, body).then(onDone, (reason: unknown) => {
      setError(reason);
      setSending(false);
    });
  };
  return { sending, error, send };
}
