// web/spa/parts/time.tsx — times for humans, with the exact one on hover.
import { useEffect, useState } from 'react';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "3 minutes ago", "in 2 hours": the largest unit that fits. */
function fromNow(at: number, now: number): string {
  const distance = at - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1000] as const);
  return relative.format(Math.trunc(distance / size), unit);
}

/** The time now, renewed every second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

export function When({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {fromNow(Date.parse(at), now)}
    </time>
  );
}

/** Time left, as 4:07 or 2 days; "any moment" once it is over. */
export function Countdown({ until }: { until: string }) {
  const left = Date.parse(until) - useNow();
  const words = left <= 0 ? 'any moment now' : left >= 86_400_000 ? fromNow(left, 0) : `in ${clock(left)}`;
  return (
    <time dateTime={until} title={new Date(until).toLocaleString()}>
      {words}
    </time>
  );
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
