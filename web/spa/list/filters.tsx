// web/spa/list/filters.tsx — search, status, place and order of the list.
import { useEffect, useRef, useState } from 'react';
import Form from 'react-bootstrap/Form';
import { JOB_STATUSES } from '../../../domain/job.ts';
import { PLACES } from '../../../domain/storage.ts';
import { PLACE, STATUS } from '../words/jobs.ts';
import { LIST, SORT_WORDS } from '../words/list.ts';
import { type ListQuery, SORTS } from './query.ts';

/** The server is asked when the typing pauses. */
const TYPING_MS = 250;

interface FiltersProps {
  query: ListQuery;
  onChange: (change: Partial<ListQuery>) => void;
}

export function Filters({ query, onChange }: FiltersProps) {
  return (
    <Form role="search" className="row g-2 mb-3" onSubmit={(event) => event.preventDefault()}>
      <div className="col-12 col-lg">
        <Search key={query.q === '' ? 'empty' : 'filled'} q={query.q} onSearch={(q) => onChange({ q })} />
      </div>
      <Choice
        label={LIST.status}
        any={LIST.anyStatus}
        value={query.status}
        options={JOB_STATUSES.map((status) => [status, STATUS[status]])}
        onChoose={(status) => onChange({ status })}
      />
      <Choice
        label={LIST.place}
        any={LIST.anyPlace}
        value={query.place}
        options={PLACES.map((place) => [place, PLACE[place]])}
        onChoose={(place) => onChange({ place })}
      />
      <Choice
        label={LIST.sort}
        value={query.sort}
        options={SORTS.map((sort) => [sort, SORT_WORDS[sort]])}
        onChoose={(sort) => onChange({ sort: sort ?? 'newest' })}
      />
    </Form>
  );
}

function Search({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => {
    const timer = window.setTimeout(() => typed !== q && search.current(typed), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [typed, q]);
  return (
    <Form.Control
      type="search"
      value={typed}
      maxLength={120}
      placeholder={LIST.search}
      aria-label={LIST.search}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  any?: string;
  value: Value | undefined;
  options: readonly (readonly [Value, string])[];
  onChoose: (value: Value | undefined) => void;
}

function Choice<Value extends string>({ label, any, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <div className="col-6 col-md-4 col-lg-auto">
      <Form.Select
        aria-label={label}
        value={value ?? ''}
        onChange={({ target }) => onChoose(options.find(([each]) => each === target.value)?.[0])}
      >
        {any && <option value="">{any}</option>}
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </Form.Select>
    </div>
  );
}
