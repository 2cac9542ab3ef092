// web/spa/result/variants.tsx — the variants of a result: a filter, the rows that it finds, and one of them looked at.
import { useEffect, useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { JobView, SummaryView } from '../../contract.ts';
import type { TypedFilter } from '../variants/messages.ts';
import { VARIANTS } from '../words/result.ts';
import { ExportBar } from './export-bar.tsx';
import { FilterForm } from './filter-form.tsx';
import type { Found } from './found.ts';
import { useVariants } from './use-variants.ts';
import { VariantDetailsPanel } from './variant-details.tsx';
import { VariantTable } from './variant-table.tsx';

/** A search begins when typing rests for so long. */
const REST_MS = 250;

interface VariantsProps {
  job: JobView;
  summary: SummaryView | undefined;
  /** There is no summary, and none will come. */
  missing: boolean;
  filter: TypedFilter;
  onFilter: (filter: TypedFilter) => void;
  /** Shows a place in the genome browser. */
  onPlace: (place: string) => void;
}

export function Variants({ job, summary, missing, filter, onFilter, onPlace }: VariantsProps) {
  const rested = useRested(filter);
  const variants = useVariants({ jobId: job.job_id, summary, missing, filter: rested });
  const { found } = variants;
  return (
    <>
      <FilterForm filter={filter} onFilter={onFilter} summary={summary} frequency={found.frequency} />
      <div className="variants-status">
        <Progress found={found} />
        <ExportBar found={found} onExport={variants.export} onEnd={variants.endExport} name={job.file_name} />
      </div>
      {found.problem && (
        <div role="alert" className="alert alert-danger py-2">
          {found.problem}
        </div>
      )}
      {found.rows.length > 0 && <VariantTable rows={found.rows} onOpen={variants.details} />}
      {found.dropped > 0 && <p className="text-secondary small">{VARIANTS.dropped}</p>}
      {hasMore(found) && (
        <Button variant="outline-primary" onClick={variants.more}>
          {VARIANTS.more}
        </Button>
      )}
      <VariantDetailsPanel
        details={found.details}
        genome={summary?.genome ?? ''}
        onClose={variants.closeDetails}
        onPlace={summary && onPlace}
      />
    </>
  );
}

const hasMore = ({ rows, dropped, matches }: Found): boolean => rows.length > 0 && matches > rows.length + dropped;

function Progress({ found: { state, matches, share, rows, dropped } }: { found: Found }) {
  const amount = `${matches.toLocaleString('en')} ${matches === 1 ? 'variant' : 'variants'}`;
  if (state === 'failed') return <span />;
  if (state === 'opening') return <span aria-busy="true">{VARIANTS.opening}</span>;
  if (state === 'done')
    return <span role="status">{matches === 0 ? VARIANTS.none : `${amount}, ${shownOf(rows.length, dropped)}`}</span>;
  return (
    <span aria-busy="true">
      {amount} so far{' '}
      {share > 0 && <progress aria-label="Read so far" value={share} max={1} title={`${Math.round(share * 100)} %`} />}
    </span>
  );
}

const shownOf = (rows: number, dropped: number): string =>
  dropped > 0
    ? `${(dropped + 1).toLocaleString('en')} to ${(dropped + rows).toLocaleString('en')} shown`
    : `${rows} shown`;

/** The value, once it has stayed the same for a moment; the first one at once. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(value), REST_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return rested;
}
