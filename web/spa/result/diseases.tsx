// web/spa/result/diseases.tsx — variants of the result that a track knows with a disease.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import Table from 'react-bootstrap/Table';
import type { SummaryView } from '../../contract.ts';
import type { TypedFilter } from '../variants/messages.ts';
import { VARIANTS } from '../words/result.ts';
import { VariantName } from './variant-name.tsx';

/** Rows at first, and more each time. */
const ROWS = 50;

interface DiseasesProps {
  diseases: SummaryView['diseases'];
  onPick: ((filter: TypedFilter) => void) | undefined;
}

export function Diseases({ diseases: { total, hits }, onPick }: DiseasesProps) {
  const [rows, setRows] = useState(ROWS);
  return (
    <>
      {total > hits.length && (
        <p className="text-secondary">
          The first {hits.length.toLocaleString('en')} of {total.toLocaleString('en')}; the filter of the variants finds
          all.
        </p>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Disease associations">
        <Table hover size="sm">
          <thead>
            <tr>
              {['Variant', 'Gene', 'Protein', 'Disease', 'Status'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hits.slice(0, rows).map((hit, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <Hit key={at} hit={hit} onPick={onPick} />
            ))}
          </tbody>
        </Table>
      </div>
      {hits.length > rows && (
        <Button variant="outline-primary" onClick={() => setRows(rows + ROWS)}>
          {VARIANTS.more}
        </Button>
      )}
    </>
  );
}

function Hit({ hit, onPick }: { hit: SummaryView['diseases']['hits'][number]; onPick: DiseasesProps['onPick'] }) {
  const { variant, gene, protein, disease, status } = hit;
  return (
    <tr>
      <th scope="row">
        <VariantName name={variant} />
      </th>
      <td>
        {onPick && gene ? (
          <Button variant="link" className="p-0" onClick={() => onPick({ gene, disease: 'any' })}>
            {gene}
          </Button>
        ) : (
          gene
        )}
      </td>
      <td>{protein}</td>
      <td>{disease.replaceAll('-', ' ')}</td>
      <td>{status}</td>
    </tr>
  );
}
