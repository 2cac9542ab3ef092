// web/spa/result/samples.tsx — what each sample carries.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import Table from 'react-bootstrap/Table';
import type { SummaryView } from '../../contract.ts';
import { VARIANTS } from '../words/result.ts';

const ROWS = 50;
/** Fewer are seen at a glance. */
const SEARCHED = 20;

export function Samples({ samples }: { samples: SummaryView['samples'] }) {
  const [rows, setRows] = useState(ROWS);
  const [wanted, setWanted] = useState('');
  const found = samples.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <>
      {samples.length > SEARCHED && (
        <Form.Group controlId="find-sample" className="mb-3 result-search">
          <Form.Label>Find a sample</Form.Label>
          <Form.Control type="search" value={wanted} onChange={({ target }) => setWanted(target.value)} />
        </Form.Group>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Samples">
        <Table hover size="sm">
          <thead>
            <tr>
              <th scope="col">Sample</th>
              <th scope="col">Variants</th>
              <th scope="col">Homozygous</th>
              <th scope="col">Without a genotype</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, rows).map(({ name, variants, homozygous, missing }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{variants.toLocaleString('en')}</td>
                <td>{homozygous.toLocaleString('en')}</td>
                <td>{missing.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {found.length > rows && (
        <Button variant="outline-primary" onClick={() => setRows(rows + ROWS)}>
          {VARIANTS.more}
        </Button>
      )}
    </>
  );
}
