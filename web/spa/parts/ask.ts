// web/spa/parts/ask.ts — asks the service for something, and again by itself when it was away.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, get } from '../api.ts';

const RETRY_MS = 4000;
const PASSING = new Set(['unreachable', 'workflows-away', 'identity-away', 'internal', 'too-many-requests']);

export interface Asked<Answer> {
  answer?: Answer | undefined;
  error?: unknown;
  /** Asks again; the old answer stays until the new one is there. */
  ask: () => void;
}

interface Kept<Answer> {
  path: string;
  answer?: Answer | undefined;
  error?: unknown;
}

/** What is at `path`, asked every `everyMs` where given. Nothing is asked while there is no path. */
export function useAsk<Answer>(path: string | undefined, { everyMs }: { everyMs?: number } = {}): Asked<Answer> {
  const [kept, setKept] = useState<Kept<Answer>>();
  const asker = useRef<() => void>(undefined);

  useEffect(() => {
    if (!path) return undefined;
    let left = false;
    let timer: number | undefined;
    const askNow = async () => {
      window.clearTimeout(timer);
      const heard = await hear<Answer>(path);
      if (left) return;
      setKept((now) => (heard.error && now?.path === path ? { ...now, error: heard.error } : heard));
      const waitMs = passes(heard.error) ? RETRY_MS : everyMs;
      if (waitMs !== undefined) timer = window.setTimeout(() => void askNow(), waitMs);
    };
    asker.current = () => void askNow();
    void askNow();
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [path, everyMs]);

  const ask = useCallback(() => asker.current?.(), []);
  const known = kept?.path === path ? kept : undefined;
  return { answer: known?.answer, error: known?.error, ask };
}

function hear<Answer>(path: string): Promise<Kept<Answer>> {
  return get<Answer>(path).then(
    (answer) => ({ path, answer }),
    (error: unknown) => ({ path, error }),
  );
}

/** Whether it is worth asking again without anybody's doing anything. */
function passes(error: unknown): boolean {
  return error instanceof ApiError && PASSING.has(error.id);
}
