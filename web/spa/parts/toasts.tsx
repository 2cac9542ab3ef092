// web/spa/parts/toasts.tsx — what happened to one's jobs while another page was open, in a corner.
import type { Live } from '../live.ts';

/** The place is there from the start, so that a screen reader hears what comes into it. */
export function Toasts({ live }: { live: Live }) {
  return <div className="toast-place" role="status" aria-live="polite" data-live={live.connected} />;
}
