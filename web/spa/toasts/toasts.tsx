// web/spa/toasts/toasts.tsx — what happened to one's jobs while another page was open, in a corner.
import { useEffect, useState } from 'react';
import CloseButton from 'react-bootstrap/CloseButton';
import type { Live } from '../live.ts';
import { Link } from '../navigation.tsx';
import { TOASTS } from '../words/toasts.ts';
import type { Happened } from './happenings.ts';
import { useToasts } from './use-toasts.ts';

const SHOWN = 3;
/** Long enough to be read; one that is looked at, or that tells of a failure, stays. */
const STAYS_MS = 8000;

/** The place is there from the start, so that a screen reader hears what comes into it. */
export function Toasts({ live }: { live: Live }) {
  const { toasts, close } = useToasts(live);
  const [first, rest] = [toasts.slice(0, SHOWN), toasts.slice(SHOWN)];
  const closeRest = () => close(new Set(rest.map(({ key }) => key)));
  return (
    <div className="toast-place" role="status" aria-live="polite" aria-label={TOASTS.place}>
      {first.map((toast) => (
        <Toast key={toast.key} toast={toast} close={close} />
      ))}
      {rest.length > 0 && (
        <div className="told">
          <Link to="/annotations">{TOASTS.more(rest.length)}</Link>
          <CloseButton aria-label={TOASTS.close} onClick={closeRest} />
        </div>
      )}
    </div>
  );
}

type Close = (keys: ReadonlySet<string>) => void;

function Toast({ toast: { key, what, jobId, title }, close }: { toast: Happened; close: Close }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || what === 'failed') return undefined;
    const timer = window.setTimeout(() => close(new Set([key])), STAYS_MS);
    return () => window.clearTimeout(timer);
  }, [held, what, key, close]);
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false) };
  return (
    <div className="told" data-what={what} {...hold} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <div className="told-text">
        <Link to={`/annotations/${jobId}`}>{title}</Link> {TOASTS[what]}
      </div>
      <CloseButton aria-label={`${TOASTS.close}: ${title}`} onClick={() => close(new Set([key]))} />
    </div>
  );
}
