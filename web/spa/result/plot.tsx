// web/spa/result/plot.tsx — a plot of bars with the table behind it; each shows what the other does.
import { useId, useState } from 'react';
import Button from 'react-bootstrap/Button';
import Card from 'react-bootstrap/Card';
import Table from 'react-bootstrap/Table';
import { Bar } from 'react-chartjs-2';
import { PLOTS } from '../words/result.ts';
import { barOptions, coloursOf, isSpread, useInk } from './charts.ts';

export interface PlotProps {
  title: string;
  /** What the names are: `Consequence`. */
  column: string;
  rows: readonly (readonly [name: string, records: number])[];
  /** Bins in their order stand; names lie, so that they can be read. */
  lying: boolean;
  note?: string | undefined;
  wide?: boolean;
  onPick?: ((name: string) => void) | undefined;
}

export function Plot({ title, column, rows, lying, note, wide = false, onPick }: PlotProps) {
  const [table, setTable] = useState(false);
  const heading = useId();
  const values = rows.map(([, records]) => records);
  return (
    <Card as="section" aria-labelledby={heading} className={wide ? 'plot plot-wide' : 'plot'}>
      <Card.Body>
        <div className="d-flex justify-content-between gap-2 align-items-start">
          <h2 id={heading} className="h6 mb-2">
            {title}
          </h2>
          <Button
            size="sm"
            variant="outline-secondary"
            className="text-nowrap"
            aria-pressed={table}
            onClick={() => setTable(!table)}
          >
            {table ? PLOTS.asPlot : PLOTS.asTable}
          </Button>
        </div>
        <Drawn title={title} column={column} rows={rows} lying={lying} table={table} onPick={onPick} />
        <p className="text-secondary small mb-0">
          {isSpread(values) && !table && 'Logarithmic scale. '}
          {note}
        </p>
      </Card.Body>
    </Card>
  );
}

function Drawn({ table, column, ...bars }: Omit<PlotProps, 'note' | 'wide'> & { table: boolean }) {
  if (bars.rows.length === 0) return <p className="text-secondary">{PLOTS.none}</p>;
  return table ? <Rows {...bars} column={column} /> : <Bars {...bars} />;
}

type BarsProps = Pick<PlotProps, 'title' | 'rows' | 'lying' | 'onPick'>;

function Bars({ title, rows, lying, onPick }: BarsProps) {
  const ink = useInk();
  const labels = rows.map(([name]) => name);
  const values = rows.map(([, records]) => records);
  const options = barOptions(ink, { values, lying });
  const total = values.reduce((sum, value) => sum + value, 0);
  const most = rows.reduce((a, b) => (b[1] > a[1] ? b : a));
  return (
    <div className="plot-canvas" data-rows={lying ? Math.min(20, rows.length) : 'bins'}>
      <Bar
        role="img"
        aria-label={`${title}: ${total.toLocaleString('en')} records; most are ${most[0]}, ${most[1].toLocaleString('en')}.`}
        data={{
          labels: labels.map(short),
          datasets: [
            { data: values, backgroundColor: coloursOf(labels), barPercentage: 0.95, categoryPercentage: 0.92 },
          ],
        }}
        options={{
          ...options,
          onClick: (_event, [bar]) => bar && onPick?.(labels[bar.index]!),
        }}
      />
    </div>
  );
}

function Rows({ title, column, rows, onPick }: Pick<PlotProps, 'title' | 'column' | 'rows' | 'onPick'>) {
  return (
    <div className="table-scroll plot-table" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <Table size="sm">
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col">{PLOTS.records}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, records]) => (
            <tr key={name}>
              <th scope="row">
                {onPick ? (
                  <Button variant="link" className="p-0 text-start" title={PLOTS.pick} onClick={() => onPick(name)}>
                    {name}
                  </Button>
                ) : (
                  name
                )}
              </th>
              <td>{records.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const short = (label: string): string => {
  const words = label.replace(/_variant$/, '').replaceAll('_', ' ');
  return words.length > 22 ? `${words.slice(0, 21)}…` : words;
};
