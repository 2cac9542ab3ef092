// web/spa/result/use-variants.ts — the worker that reads a result, and what it has found so far.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { SummaryView } from '../../contract.ts';
import { takeReader } from '../early.ts';
import type { ExportFormat } from '../variants/export.ts';
import type { Ask, TypedFilter } from '../variants/messages.ts';
import { knownFrom, readerOf, type ResultReader, ROWS } from '../variants/reader.ts';
import type { RecordPlace } from '../variants/scan.ts';
import { after, NOTHING } from './found.ts';

interface VariantsOptions {
  jobId: string;
  summary: SummaryView | undefined;
  /** There is no summary, and none will come. */
  missing: boolean;
  filter: TypedFilter;
}

/** Opens the result, once, and searches it again whenever the filter is another. */
export function useVariants({ jobId, summary, missing, filter }: VariantsOptions) {
  const [found, tell] = useReducer(after, NOTHING);
  const reader = useRef<ResultReader>(undefined);
  const number = useRef(0);
  const ask = useCallback((what: Ask) => reader.current?.ask(what), []);

  useEffect(() => {
    const taken = takeReader(jobId) ?? begunReader(jobId);
    reader.current = taken;
    taken.listen(tell);
    return () => taken.close();
  }, [jobId]);

  useEffect(() => {
    if (summary || missing) ask(knownFrom(summary));
  }, [ask, summary, missing]);

  useEffect(() => {
    if (number.current === 0 && Object.keys(filter).length === 0) return; // the reader has begun with that
    number.current += 1;
    tell({ kind: 'begin', search: number.current });
    ask({ kind: 'search', search: number.current, filter, rows: ROWS.first });
  }, [ask, filter]);

  return {
    found,
    more: () => ask({ kind: 'more', search: number.current, rows: ROWS.more }),
    details: useCallback((place: RecordPlace) => ask({ kind: 'details', details: 1, place }), [ask]),
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

function begunReader(jobId: string): ResultReader {
  const reader = readerOf(jobId);
  reader.begin();
  return reader;
}
