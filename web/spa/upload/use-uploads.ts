// web/spa/upload/use-uploads.ts — one list of uploads for as long as the window is open, whichever page shows it.
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { GenomeList, GenomeView, JobView, ProfileView } from '../../contract.ts';
import { bestFit } from '../../../domain/genome.ts';
import { ApiError, get, post, remove } from '../api.ts';
import { beginningOf, problemOf } from '../parts/check-file.ts';
import { tooLargeInWords } from '../words/upload.ts';
import type { Memory } from './remembered.ts';
import { uploadMemory } from './remembered.ts';
import { sendFile } from './send.ts';
import type { UploadItem, Uploads } from './uploads.ts';
import { createUploads } from './uploads.ts';

interface Opened {
  userId: string;
  uploads: Uploads;
  memory: Memory;
  /** As it is now: a plan may change while files wait. */
  profile: ProfileView;
}
let opened: Opened | undefined;

/** The uploads of the user who is signed in. */
export function useUploads(profile: ProfileView) {
  const { uploads, memory } = open(profile);
  const items = useSyncExternalStore(uploads.subscribe, uploads.items);
  const limit = profile.limits.input_bytes;
  useEffect(() => uploads.checkAgain(limit), [uploads, limit]);
  return { uploads, memory, items };
}

/** None while they are on their way, or cannot be told: the service recognises genomes by itself. */
export function useGenomes(): readonly GenomeView[] {
  const [genomes, setGenomes] = useState<readonly GenomeView[]>([]);
  useEffect(() => void knownGenomes().then(setGenomes, () => undefined), []);
  return genomes;
}

let genomesAsked: Promise<readonly GenomeView[]> | undefined;

function knownGenomes(): Promise<readonly GenomeView[]> {
  genomesAsked ??= get<GenomeList>('/api/genomes').then(
    ({ genomes }) => genomes,
    (error: unknown) => {
      genomesAsked = undefined;
      throw error;
    },
  );
  return genomesAsked;
}

function open(profile: ProfileView): Opened {
  if (opened?.userId === profile.user_id) {
    opened.profile = profile;
    return opened;
  }
  const memory = uploadMemory(profile.user_id, { storage: window.localStorage });
  const uploads = createUploads({
    memory,
    check: (file) => look(file, opened?.profile ?? profile),
    send: (item, how) => sendFile(item, { ...how, memory }),
    submit,
    discard: ({ job_id: jobId, upload_id, file }) =>
      remove(`/api/uploads/${jobId}`, { upload_id, file_name: file.name }),
  });
  warnBeforeLeaving(uploads);
  opened = { userId: profile.user_id, uploads, memory, profile };
  return opened;
}

/** Told before a byte is sent; the server checks it all the same. */
async function look(file: File, { plan, limits }: ProfileView): Promise<{ error?: unknown; genome?: string }> {
  if (file.size > limits.input_bytes) {
    const upgrade = plan.role === 'free_user' ? '/plan' : undefined;
    return { error: new ApiError('input-too-large', tooLargeInWords(file.size, limits.input_bytes), upgrade) };
  }
  const problem = await problemOf(file);
  if (problem !== undefined) return { error: new Error(problem) };
  const best = bestFit(await beginningOf(file), await knownGenomes());
  return best?.sure ? { genome: best.genome.name } : {};
}

function submit({ file, name, genome }: UploadItem, jobId: string): Promise<JobView> {
  const title = name.trim();
  return post<JobView>('/api/jobs', {
    job_id: jobId,
    file_name: file.name,
    ...(title && { name: title }),
    ...(genome && { genome }),
  });
}

function warnBeforeLeaving(uploads: Uploads): void {
  window.addEventListener('beforeunload', (event) => {
    if (uploads.isBusy()) event.preventDefault();
  });
}
