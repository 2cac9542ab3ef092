// web/spa/result/filter-form.tsx — what can be asked of the variants.
import type { ReactNode } from 'react';
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import type { SummaryView } from '../../contract.ts';
import { IMPACTS } from '../../../domain/consequence.ts';
import type { TypedFilter } from '../variants/messages.ts';
import { VARIANTS } from '../words/result.ts';

/** Genes that are offered while typing. */
const OFFERED = 500;

interface FilterFormProps {
  filter: TypedFilter;
  onFilter: (filter: TypedFilter) => void;
  summary: SummaryView | undefined;
  frequency: string | undefined;
}

export function FilterForm({ filter, onFilter, summary, frequency }: FilterFormProps) {
  const { filters } = VARIANTS;
  const set = (change: { [Name in keyof TypedFilter]: TypedFilter[Name] | undefined }) =>
    onFilter(cleaned({ ...filter, ...change }));
  const text = (name: 'gene' | 'place' | 'text' | 'disease', more: { hint?: string; list?: string } = {}) => (
    <Field id={`filter-${name}`} label={filters[name]}>
      <Form.Control
        value={filter[name] ?? ''}
        onChange={({ target }) => set({ [name]: target.value })}
        placeholder={more.hint}
        list={more.list}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
      />
    </Field>
  );
  return (
    <Form
      className="variant-filters"
      role="search"
      aria-label={filters.title}
      onSubmit={(event) => event.preventDefault()}
    >
      {text('gene', { list: 'filter-genes' })}
      <Genes summary={summary} />
      <Choice name="consequence" filter={filter} set={set} options={Object.keys(summary?.consequences ?? {})} />
      <Choice name="impact" filter={filter} set={set} options={IMPACTS} />
      {text('disease')}
      <Form.Check
        id="filter-any-disease"
        label={filters.anyDisease}
        checked={filter.disease === 'any'}
        onChange={({ target }) => set({ disease: target.checked ? 'any' : undefined })}
      />
      {frequency !== undefined && <Frequency filter={filter} set={set} />}
      {text('place', { hint: placeHint(summary) })}
      {text('text')}
      {Object.keys(filter).length > 0 && (
        <Button variant="outline-secondary" onClick={() => onFilter({})}>
          {filters.clear}
        </Button>
      )}
    </Form>
  );
}

function Genes({ summary }: { summary: SummaryView | undefined }) {
  const genes = Object.keys(summary?.genes ?? {}).slice(0, OFFERED);
  return (
    <datalist id="filter-genes">
      {genes.map((gene) => (
        <option key={gene} value={gene} />
      ))}
    </datalist>
  );
}

type SetFilter = (change: { [Name in keyof TypedFilter]: TypedFilter[Name] | undefined }) => void;

function Choice({
  name,
  filter,
  set,
  options,
}: {
  name: 'consequence' | 'impact';
  filter: TypedFilter;
  set: SetFilter;
  options: readonly string[];
}) {
  const chosen = filter[name];
  const all = chosen !== undefined && !options.includes(chosen) ? [chosen, ...options] : options;
  return (
    <Field id={`filter-${name}`} label={VARIANTS.filters[name]}>
      <Form.Select value={chosen ?? ''} onChange={({ target }) => set({ [name]: target.value })}>
        <option value="">{VARIANTS.filters.any}</option>
        {all.map((option) => (
          <option key={option} value={option}>
            {option.replaceAll('_', ' ')}
          </option>
        ))}
      </Form.Select>
    </Field>
  );
}

function Frequency({ filter, set }: { filter: TypedFilter; set: SetFilter }) {
  const { frequency = {} } = filter;
  const bound = (name: 'least' | 'most') => (
    <Field id={`filter-${name}`} label={VARIANTS.filters[name]}>
      <Form.Control
        type="number"
        min={0}
        max={1}
        step="any"
        value={frequency[name] ?? ''}
        onChange={({ target }) => set({ frequency: bounds({ ...frequency, [name]: target.value }) })}
      />
    </Field>
  );
  return (
    <div className="variant-frequency">
      {bound('least')}
      {bound('most')}
    </div>
  );
}

function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <Form.Group controlId={id}>
      <Form.Label>{label}</Form.Label>
      {children}
    </Form.Group>
  );
}

function bounds(typed: { least?: number | string; most?: number | string }): TypedFilter['frequency'] {
  const numbers = Object.entries(typed).flatMap(([name, value]) => (value === '' ? [] : [[name, Number(value)]]));
  return numbers.length > 0 ? (Object.fromEntries(numbers) as TypedFilter['frequency']) : undefined;
}

/** Without what is empty, so that an empty filter is `{}`. */
function cleaned(filter: object): TypedFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
}

function placeHint(summary: SummaryView | undefined): string {
  const contig = summary?.positions[0]?.contig;
  return contig ? `${contig}:1000-2000` : VARIANTS.filters.placeHint;
}
