// web/spa/parts/time.tsx — times for humans; the exact one on hover, and on focus.
import { useClock } from './clock.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "3 minutes ago", "in 2 hours": the largest unit that fits. */
function fromNow(at: number, now: number): string {
  const distance = at - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1000] as const);
  if (unit === 'second' && distance <= 0 && distance > -10_000) return 'just now';
  return relative.format(Math.trunc(distance / size), unit);
}

function exact(at: string): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'long' });
}

/** How long ago. `focusable` where the exact time matters to people without a mouse, too. */
export function When({ at, focusable = false }: { at: string; focusable?: boolean }) {
  const words = useClock((now) => fromNow(Date.parse(at), now));
  return <Time at={at} words={words} focusable={focusable} />;
}

/** Time left, as "in 4:07" or "in 2 days"; "any moment now" once it is over. */
export function Countdown({ until }: { until: string }) {
  const words = useClock((now) => inWords(Date.parse(until) - now));
  return <Time at={until} words={words} focusable />;
}

/** Roughly how long it takes yet: "about 4 hours left". */
export function Left({ until }: { until: string }) {
  const words = useClock((now) => leftInWords(Date.parse(until) - now));
  return <Time at={until} words={words} focusable />;
}

function Time({ at, words, focusable }: { at: string; words: string; focusable: boolean }) {
  if (!focusable) {
    return (
      <time dateTime={at} title={exact(at)}>
        {words}
      </time>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the exact time opens on focus
    <time dateTime={at} title={exact(at)} data-exact={exact(at)} tabIndex={0}>
      {words}
    </time>
  );
}

function inWords(left: number): string {
  if (left <= 0) return 'any moment now';
  return left >= 86_400_000 ? fromNow(left, 0) : `in ${clock(left)}`;
}

function leftInWords(left: number): string {
  if (left <= 60_000) return 'any moment now';
  const [unit, ms] = UNITS.find(([, each]) => left >= each * 1.5) ?? (['minute', 60_000] as const);
  return `about ${Math.round(left / ms).toLocaleString('en', { style: 'unit', unit, unitDisplay: 'long' })} left`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
