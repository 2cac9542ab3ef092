// web/spa/toasts/use-toasts.ts — what has happened and was not told yet, for as long as somebody can see it.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Live } from '../live.ts';
import { jobAt } from '../page-files.ts';
import { type Happened, happenings } from './happenings.ts';
import { claim } from './told-once.ts';

export function useToasts({ jobs, state }: Live) {
  const [toasts, setToasts] = useState<readonly Happened[]>([]);
  const before = useRef<Live['jobs']>(new Map());
  const waiting = useRef<Happened[]>([]);

  const tell = useCallback(async () => {
    if (document.visibilityState !== 'visible') return; // another tab may be, and this one later
    const some = waiting.current.splice(0);
    if (some.length === 0) return;
    const fresh = await claim(some.map(({ key }) => key));
    // The page of a job says itself what becomes of it.
    const shown = some.filter(({ key, jobId }) => fresh.has(key) && jobAt(window.location.pathname)?.jobId !== jobId);
    if (shown.length > 0) setToasts((now) => [...now, ...shown]);
  }, []);

  useEffect(() => {
    if (state === 'signed-in') waiting.current.push(...happenings(before.current, jobs));
    before.current = jobs;
    void tell();
  }, [jobs, state, tell]);

  useEffect(() => {
    const look = () => void tell();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [tell]);

  const close = useCallback((keys: ReadonlySet<string>) => {
    setToasts((now) => now.filter(({ key }) => !keys.has(key)));
  }, []);
  return { toasts, close };
}
