// web/spa/job/copy.tsx — a long value in full, with a button that copies it.
import { useRef, useState } from 'react';
import Button from 'react-bootstrap/Button';
import { JOB } from '../words/job.ts';

export function Copied({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Browsers refuse without TLS: then it is selected, so that one key copies it.
      window.getSelection()?.selectAllChildren(shown.current!);
    }
  };
  return (
    <span className="d-inline-flex flex-wrap gap-2 align-items-center">
      <code ref={shown}>{value}</code>
      <Button
        size="sm"
        variant="outline-secondary"
        className="py-0"
        aria-label={`${JOB.copy} ${label}`}
        onClick={() => void copy()}
      >
        {copied ? JOB.copied : JOB.copy}
      </Button>
    </span>
  );
}
