// web/spa/result/use-variants.ts — the worker that reads a result, and what it has found so far.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { ExportFormat } from '../variants/export.ts';
import type { Ask, Told, TypedFilter } from '../variants/messages.ts';
import type { RecordPlace } from '../variants/scan.ts';
import { after, NOTHING, ROWS } from './found.ts';

interface VariantsOptions {
  jobId: string;
  /** Undefined while it is not known which they are. */
  diseases: readonly { name: string; status?: string | undefined }[] | undefined;
  filter: TypedFilter;
}

/** Opens the result, once, and searches it again whenever the filter is another. */
export function useVariants({ jobId, diseases, filter }: VariantsOptions) {
  const [found, tell] = useReducer(after, NOTHING);
  const worker = useRef<Worker>(undefined);
  const number = useRef(0);
  const ask = useCallback(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a worker of ours
    (what: Ask) => worker.current?.postMessage(what),
    [],
  );

  useEffect(() => {
    const made = new Worker(new URL('../variants/worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<Told>) => tell(data));
    worker.current = made;
    const home = `/api/jobs/${encodeURIComponent(jobId)}/result`;
    ask({ kind: 'open', dataUrl: `${home}/data`, indexUrl: `${home}/index` });
    return () => made.terminate();
  }, [ask, jobId]);

  useEffect(() => {
    if (diseases) ask({ kind: 'diseases', fields: [...diseases] });
  }, [ask, diseases]);

  useEffect(() => {
    number.current += 1;
    tell({ kind: 'begin', search: number.current });
    ask({ kind: 'search', search: number.current, filter, rows: ROWS.first });
  }, [ask, filter]);

  return {
    found,
    more: () => ask({ kind: 'more', search: number.current, rows: ROWS.more }),
    details: (place: RecordPlace) => ask({ kind: 'details', details: 1, place }),
    closeDetails: () => tell({ kind: 'close-details' }),
    export: (format: ExportFormat) => {
      tell({ kind: 'exporting', export: 1, records: 0, share: 0 });
      ask({ kind: 'export', export: 1, filter, format });
    },
    endExport: () => {
      ask({ kind: 'stop-export' });
      tell({ kind: 'take-export' });
    },
  };
}
