// web/spa/result/variant-table.tsx — variants as rows. Every value is text of a file, shown as text.
import { memo } from 'react';
import Button from 'react-bootstrap/Button';
import Table from 'react-bootstrap/Table';
import type { Row } from '../variants/messages.ts';
import type { RecordPlace } from '../variants/scan.ts';
import type { Variant } from '../variants/variant.ts';
import { VARIANTS } from '../words/result.ts';
import { VariantName } from './variant-name.tsx';

interface VariantTableProps {
  rows: readonly Row[];
  onOpen: (place: RecordPlace) => void;
}

export function VariantTable({ rows, onOpen }: VariantTableProps) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={VARIANTS.caption}>
      <Table hover size="sm" className="variants">
        <caption className="visually-hidden">{VARIANTS.caption}</caption>
        <thead>
          <tr>
            {Object.entries(VARIANTS.columns).map(([id, name]) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <VariantRow
              key={`${row.place.at.block}.${row.place.at.within}.${row.place.skip}`}
              row={row}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** Those that are there already are not drawn again when more come. */
const VariantRow = memo(({ row: { variant, place }, onOpen }: { row: Row; onOpen: VariantTableProps['onOpen'] }) => (
  <tr>
    <th scope="row">
      <Button variant="link" className="p-0 text-nowrap" onClick={() => onOpen(place)}>
        {variant.contig}:{variant.position.toLocaleString('en')}
      </Button>
    </th>
    <Cells variant={variant} />
  </tr>
));
VariantRow.displayName = 'VariantRow';

function Cells({ variant }: { variant: Variant }) {
  const { ref, alt, gene, consequence, impact, hgvsp, frequency, disease, diseaseStatus } = variant;
  return (
    <>
      <td>
        <VariantName name={`${ref}>${alt}`} />
      </td>
      <td>{gene}</td>
      <td>{consequence.replaceAll('_', ' ').replaceAll('&', ', ')}</td>
      <td>
        {impact && (
          <span className="impact" data-impact={impact}>
            {impact.toLowerCase()}
          </span>
        )}
      </td>
      <td>
        <VariantName name={hgvsp.slice(hgvsp.indexOf(':') + 1)} />
      </td>
      <td>{frequency === undefined ? '' : percentage(frequency)}</td>
      <td>
        <VariantName name={[disease.replaceAll('-', ' '), diseaseStatus].filter(Boolean).join(' · ')} />
      </td>
    </>
  );
}

/** Rare ones by their first digits. */
function percentage(frequency: number): string {
  return frequency > 0 && frequency < 0.001
    ? frequency.toExponential(1)
    : frequency.toLocaleString('en', { maximumFractionDigits: 4 });
}
