// web/spa/live.ts — who is signed in, and their jobs as they change, from one stream of events.
import { useEffect, useState } from 'react';
import type { JobView, ProfileView } from '../contract.ts';
import { ApiError, get } from './api.ts';

export interface Live {
  state: 'loading' | 'signed-out' | 'signed-in' | 'unreachable';
  /** Whether changes arrive by themselves at the moment. */
  connected: boolean;
  /** The service has not answered for a while: what is shown may be old, and is brought up to date by itself. */
  interrupted: boolean;
  profile?: ProfileView;
  jobs: ReadonlyMap<string, JobView>;
  /** Jobs that were deleted while the page was open: a list that was fetched before still has them. */
  gone: ReadonlySet<string>;
}

const RETRY_MS = 5000;
const NOBODY: Live = { state: 'loading', connected: false, interrupted: false, jobs: new Map(), gone: new Set() };

/** Follows the signed-in user's jobs and plan for as long as the page is open. */
export function useLive(): Live {
  const [live, setLive] = useState(NOBODY);

  useEffect(() => {
    const change = (part: (live: Live) => Partial<Live>) => setLive((now) => ({ ...now, ...part(now) }));
    let source: EventSource | undefined;
    let timer: number | undefined;
    let left = false;

    async function begin(): Promise<void> {
      const profile = await get<ProfileView>('/api/profile').catch((error: unknown) => error);
      if (left) return;
      if (profile instanceof Error) {
        const signedOut = profile instanceof ApiError && profile.id === 'not-signed-in';
        change((now) => (signedOut ? { ...NOBODY, state: 'signed-out' } : unreachable(now)));
        if (!signedOut) timer = window.setTimeout(() => void begin(), RETRY_MS);
        return;
      }
      change(() => ({ state: 'signed-in', interrupted: false, profile: profile as ProfileView }));
      source = follow(change, () => {
        source?.close();
        timer = window.setTimeout(() => void begin(), RETRY_MS);
      });
    }

    void begin();
    return () => {
      left = true;
      source?.close();
      window.clearTimeout(timer);
    };
  }, []);

  return live;
}

/** A page that is open already stays: what has been typed or is being sent must not be lost. */
function unreachable({ profile }: Live): Partial<Live> {
  return profile ? { connected: false, interrupted: true } : { state: 'unreachable', connected: false };
}

type Change = (part: (live: Live) => Partial<Live>) => void;

/** Browsers reconnect by themselves unless the server has refused: then `onRefused` asks who is signed in. */
function follow(change: Change, onRefused: () => void): EventSource {
  const source = new EventSource('/api/events');
  const on = (event: string, take: (data: string) => void) =>
    source.addEventListener(event, ({ data }: MessageEvent<string>) => take(data));

  source.addEventListener('open', () => change(() => ({ connected: true, interrupted: false })));
  source.addEventListener('error', () => {
    change(({ connected }) => ({ connected: false, interrupted: !connected }));
    if (source.readyState === EventSource.CLOSED) onRefused();
  });
  on('profile', (data) => change(() => ({ profile: JSON.parse(data) as ProfileView })));
  on('job', (data) => {
    const job = JSON.parse(data) as JobView;
    change(({ jobs }) => ({ jobs: new Map(jobs).set(job.job_id, job) }));
  });
  on('gone', (data) => {
    const { job_id: deleted } = JSON.parse(data) as { job_id: string };
    change(({ jobs, gone }) => ({
      jobs: new Map([...jobs].filter(([jobId]) => jobId !== deleted)),
      gone: new Set(gone).add(deleted),
    }));
  });
  on('signed-out', () => {
    source.close();
    change(() => ({ ...NOBODY, state: 'signed-out' }));
  });
  return source;
}
