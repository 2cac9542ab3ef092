// web/spa/result/plots.tsx — a result in plots. What is pressed in them is shown among the variants.
import { useState } from 'react';
import Form from 'react-bootstrap/Form';
import type { SummaryView } from '../../contract.ts';
import { IMPACTS } from '../../../domain/consequence.ts';
import type { TypedFilter } from '../variants/messages.ts';
import { PLOTS } from '../words/result.ts';
import { Plot } from './plot.tsx';

/** Genes that are drawn. */
const GENES = 20;

interface PlotsProps {
  summary: SummaryView;
  /** Shows variants that are like this; not there while none can be shown. */
  onPick: ((filter: TypedFilter) => void) | undefined;
}

export function Plots({ summary, onPick }: PlotsProps) {
  const { consequences, impacts, types, genes, transitions, transversions } = summary;
  const picks = (filterOf: (name: string) => TypedFilter) => onPick && ((name: string) => onPick(filterOf(name)));
  const allGenes = Object.entries(genes);
  const isPart = allGenes.length > GENES;
  return (
    <div className="plots">
      <Plot
        title={PLOTS.consequences}
        column="Consequence"
        rows={Object.entries(consequences).slice(0, 20)}
        lying
        onPick={picks((consequence) => ({ consequence }))}
      />
      <Plot
        title={PLOTS.genes}
        column="Gene"
        rows={allGenes.slice(0, GENES)}
        lying
        note={isPart ? `The first ${GENES} of ${allGenes.length.toLocaleString('en')}.` : undefined}
        onPick={picks((gene) => ({ gene }))}
      />
      <Plot
        title={PLOTS.impacts}
        column="Impact"
        rows={IMPACTS.flatMap((impact) => (impacts[impact] ? [[impact, impacts[impact]] as const] : []))}
        lying
        onPick={picks((impact) => ({ impact }))}
      />
      <Plot title={PLOTS.types} column="Kind" rows={Object.entries(types)} lying />
      <Plot
        title={PLOTS.exchanges}
        column="Exchange"
        rows={[['transitions', transitions] as const, ['transversions', transversions] as const].filter(
          ([, n]) => n > 0,
        )}
        lying
        note={summary.ti_tv === null ? undefined : `Ratio ${summary.ti_tv.toFixed(3)}.`}
      />
      <Frequencies summary={summary} onPick={onPick} />
      <Positions summary={summary} onPick={onPick} />
    </div>
  );
}

function Frequencies({ summary: { frequencies }, onPick }: PlotsProps) {
  if (!frequencies) return null;
  const { bounds, counts, source, unknown } = frequencies;
  const names = counts.map((_, at) => `${bounds[at]}–${bounds[at + 1]}`);
  const told = source === 'genotypes' ? 'From the genotypes' : `From ${source}`;
  return (
    <Plot
      title={PLOTS.frequencies}
      column="Frequency"
      rows={counts.map((records, at) => [names[at]!, records] as const)}
      lying={false}
      note={`${told}${unknown > 0 ? `; of ${unknown.toLocaleString('en')} it is not known` : ''}.`}
      onPick={
        onPick &&
        ((name) => {
          const at = names.indexOf(name);
          onPick({ frequency: { least: bounds[at]!, most: bounds[at + 1]! } });
        })
      }
    />
  );
}

function Positions({ summary: { positions }, onPick }: PlotsProps) {
  const [chosen, setChosen] = useState(positions[0]?.contig ?? '');
  const shown = positions.find(({ contig }) => contig === chosen) ?? positions[0];
  if (!shown) return null;
  const { contig, bin_bases: bin, counts, length } = shown;
  const places = counts.map((_, at) => `${at * bin + 1}-${Math.min(length, (at + 1) * bin)}`);
  return (
    <div className="plot-wide">
      {positions.length > 1 && (
        <Form.Group controlId="contig" className="mb-2 result-search">
          <Form.Label>{PLOTS.contig}</Form.Label>
          <Form.Select value={chosen} onChange={({ target }) => setChosen(target.value)}>
            {positions.map((one) => (
              <option key={one.contig} value={one.contig}>
                {one.contig}
              </option>
            ))}
          </Form.Select>
        </Form.Group>
      )}
      <Plot
        title={`${PLOTS.positions}: ${contig}`}
        column="Bases"
        rows={counts.map((records, at) => [places[at]!, records] as const)}
        lying={false}
        note={`Records for every ${bin.toLocaleString('en')} bases of ${length.toLocaleString('en')}.`}
        onPick={onPick && ((place) => onPick({ place: `${contig}:${place}` }))}
      />
    </div>
  );
}
