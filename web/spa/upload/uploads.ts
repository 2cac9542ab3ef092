// web/spa/upload/uploads.ts — the files that a person has chosen, on their way to becoming jobs: checked, sent two at a
// time, paused and gone on with, submitted. It outlives the page that shows it.
import type { JobView } from '../../contract.ts';
import type { Memory, Unfinished } from './remembered.ts';

/** Files on their way at once; each large one sends three parts at once. */
const FILES_AT_ONCE = 2;

export type Phase =
  | 'checking'
  | 'refused'
  | 'ready'
  | 'waiting'
  | 'uploading'
  | 'paused'
  | 'submitting'
  | 'done'
  | 'failed';

export interface UploadItem {
  id: string;
  file: File;
  phase: Phase;
  /** What it is to be called, and annotated with; empty where the service is to choose. */
  name: string;
  genome: string;
  /** The genome that its first lines speak of. */
  recognised?: string;
  /** Bytes that are stored or on their way. */
  sent: number;
  /** By the speed since it began, or went on; unknown at first. */
  leftMs?: number | undefined;
  /** Why it is refused, or what went wrong. */
  error?: unknown;
  /** An earlier visit has begun to send it. */
  resumes?: boolean;
  job?: JobView;
}

export interface UploadPorts {
  /** What is wrong with a file as far as a page can tell. */
  check: (file: File) => Promise<{ error?: unknown; genome?: string }>;
  /** Sends the bytes; answers the id that they are to be submitted under. Going on costs only what is missing. */
  send: (item: UploadItem, how: { signal: AbortSignal; onSent: (bytes: number) => void }) => Promise<string>;
  submit: (item: UploadItem, jobId: string) => Promise<JobView>;
  /** Gives up what an upload has stored. */
  discard: (upload: Unfinished) => Promise<void>;
  memory: Memory;
}

export type Uploads = ReturnType<typeof createUploads>;

export function createUploads(ports: UploadPorts) {
  const list = itemList();
  const { begin, stop, isBusy } = runner(ports, list);
  let checkedFor = 0;

  const discard = (upload: Unfinished): void => {
    ports.memory.forget(upload.job_id);
    ports.discard(upload).catch(() => undefined); // the bucket gives it up by itself within days
  };

  return {
    subscribe: list.subscribe,
    items: list.items,
    /** Adds files that are not there yet, and looks at each. */
    add(files: readonly File[]): void {
      for (const file of files) {
        if (list.items().some((item) => item.phase !== 'done' && isSame(item.file, file))) continue;
        const { name = '', genome = '', ...kept } = ports.memory.find(file) ?? {};
        const resumes = Object.keys(kept).length > 0;
        const id = list.add({ file, phase: 'checking', name, genome, sent: 0, ...(resumes && { resumes }) });
        void check(ports, { list, id });
      }
    },
    edit: (id: string, part: Partial<Pick<UploadItem, 'name' | 'genome'>>) => list.change(id, part),
    /** Everything that is ready. */
    startAll: () => begin(list.items().flatMap(({ id, phase }) => (phase === 'ready' ? [id] : []))),
    /** Goes on after a pause or a failure. */
    start: (id: string) => begin([id]),
    pause(id: string): void {
      if (list.find(id)?.phase === 'waiting') list.change(id, { phase: 'paused' });
      if (list.find(id)?.phase === 'uploading') stop(id);
    },
    /** Takes a file off the list; what is on its way stops, and what has arrived is given up. */
    remove(id: string): void {
      const item = list.find(id);
      stop(id);
      list.remove(id);
      const kept = item && ports.memory.find(item.file);
      if (kept) discard(kept);
    },
    /** Gives up an upload of an earlier visit. */
    discard,
    /** Takes what has been submitted off the list. */
    clearDone(): void {
      for (const { id, phase } of list.items()) if (phase === 'done') list.remove(id);
    },
    /** Looks again at what was refused under another limit. */
    checkAgain(limit: number): void {
      if (limit === checkedFor) return;
      checkedFor = limit;
      for (const { id, phase } of list.items()) if (phase === 'refused') void check(ports, { list, id });
    },
    /** Whether leaving the page would interrupt something. */
    isBusy,
  };
}

/** Sends what is asked for, a few files at a time, in the order of the list. */
function runner(ports: UploadPorts, list: One['list']) {
  const stops = new Map<string, AbortController>();

  function pump(): void {
    for (const { id, phase } of list.items()) {
      if (stops.size >= FILES_AT_ONCE) return;
      if (phase !== 'waiting') continue;
      const stop = new AbortController();
      stops.set(id, stop);
      void run(ports, { list, id, signal: stop.signal }).finally(() => {
        stops.delete(id);
        pump();
      });
    }
  }

  return {
    begin: (ids: readonly string[]): void => {
      const wanted = ids.filter((id) => STARTABLE.has(list.find(id)?.phase));
      for (const id of wanted) list.change(id, { phase: 'waiting', error: undefined });
      pump();
    },
    stop: (id: string) => stops.get(id)?.abort(),
    isBusy: () => stops.size > 0,
  };
}

const STARTABLE: ReadonlySet<Phase | undefined> = new Set(['ready', 'paused', 'failed']);

interface One {
  list: ReturnType<typeof itemList>;
  id: string;
}

async function check({ check: look }: UploadPorts, { list, id }: One): Promise<void> {
  const file = list.find(id)!.file;
  // One that can't be read now may be readable later: the upload will say so.
  const { error, genome } = await look(file).catch(() => ({ error: undefined, genome: undefined }));
  list.change(id, { phase: error ? 'refused' : 'ready', error, ...(genome ? { recognised: genome } : {}) });
}

async function run(ports: UploadPorts, { list, id, signal }: One & { signal: AbortSignal }): Promise<void> {
  list.change(id, { phase: 'uploading' });
  try {
    const leftMs = timeLeft(list.find(id)!.file.size);
    const onSent = (sent: number) => list.change(id, { sent, leftMs: leftMs(sent) });
    const jobId = await ports.send(list.find(id)!, { signal, onSent });
    signal.throwIfAborted();
    list.change(id, { phase: 'submitting' });
    const job = await ports.submit(list.find(id)!, jobId);
    ports.memory.forget(jobId);
    list.change(id, { phase: 'done', job });
  } catch (error) {
    list.change(id, signal.aborted ? { phase: 'paused' } : { phase: 'failed', error });
  }
}

/** Long enough for the speed to settle. */
const SETTLED_MS = 3000;

function timeLeft(total: number): (sent: number) => number | undefined {
  let began: { at: number; sent: number } | undefined;
  return (sent) => {
    const at = Date.now();
    began ??= { at, sent };
    if (at - began.at < SETTLED_MS || sent <= began.sent) return undefined;
    return ((total - sent) * (at - began.at)) / (sent - began.sent);
  };
}

const isSame = (a: File, b: File): boolean =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

/** The list as React follows it: a new array for each change. */
function itemList() {
  let items: readonly UploadItem[] = [];
  let next = 1;
  const listeners = new Set<() => void>();
  const set = (changed: readonly UploadItem[]) => {
    items = changed;
    for (const listener of listeners) listener();
  };
  return {
    items: () => items,
    find: (id: string) => items.find((item) => item.id === id),
    add(item: Omit<UploadItem, 'id'>): string {
      const id = String(next);
      next += 1;
      set([...items, { ...item, id }]);
      return id;
    },
    change: (id: string, part: Partial<UploadItem>) =>
      set(items.map((item) => (item.id === id ? { ...item, ...part } : item))),
    remove: (id: string) => set(items.filter((item) => item.id !== id)),
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
