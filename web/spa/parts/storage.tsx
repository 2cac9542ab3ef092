// web/spa/parts/storage.tsx — where one's results are, and how far a restore of many of them is.
import Card from 'react-bootstrap/Card';
import type { StorageView } from '../../contract.ts';
import { useAsk } from './ask.ts';
import { Progress } from './progress.tsx';
import { Problem } from './problem.tsx';
import { STORAGE } from '../words/storage.ts';
import { count, size } from '../words/units.ts';

type Places = StorageView['places'];

/** While results move, and while they rest. */
const POLL_MS = { moving: 5000, resting: 60_000 };
const SHOWN = ['hot', 'archiving', 'archived', 'restoring'] as const satisfies (keyof Places)[];

/** `premium` says that what is archived is on its way back. */
export function StorageOverview({ premium, moving = false }: { premium: boolean; moving?: boolean }) {
  const { places, error } = useStorage(premium, moving);
  if (!places && !error) return null;
  return (
    <section aria-labelledby="storage" className="my-4">
      <h2 id="storage">{STORAGE.title}</h2>
      <Problem error={error} />
      {places && <Counted places={places} premium={premium} />}
    </section>
  );
}

function Counted({ places, premium }: { places: Places; premium: boolean }) {
  const results = SHOWN.reduce((sum, place) => sum + places[place].results, 0);
  if (results === 0) return <p className="text-secondary">{STORAGE.empty}</p>;
  return (
    <>
      <Cards places={places} />
      {premium && <RestoreProgress places={places} results={results} />}
    </>
  );
}

/** Counted again now and then, as long as the page is open. */
function useStorage(premium: boolean, moving: boolean) {
  const resting = useAsk<StorageView>('/api/storage', { everyMs: POLL_MS.resting });
  const moves = moving || (resting.answer !== undefined && isMoving(resting.answer.places, premium));
  const fast = useAsk<StorageView>(moves ? '/api/storage' : undefined, { everyMs: POLL_MS.moving });
  return { places: (fast.answer ?? resting.answer)?.places, error: resting.error };
}

function isMoving({ archiving, archived, restoring }: Places, premium: boolean): boolean {
  return archiving.results + restoring.results + (premium ? archived.results : 0) > 0;
}

function Cards({ places }: { places: Places }) {
  return (
    <ul className="row g-3 list-unstyled mb-3">
      {SHOWN.filter((place) => places[place].results > 0).map((place) => (
        <li key={place} className="col-6 col-md-3">
          <Card className="h-100">
            <Card.Body className="py-3">
              <div className="text-secondary small">{STORAGE.places[place]}</div>
              <div className="fs-4 fw-semibold">{places[place].results.toLocaleString('en')}</div>
              <div className="text-secondary small">{size(places[place].bytes)}</div>
            </Card.Body>
          </Card>
        </li>
      ))}
    </ul>
  );
}

/** Results come back as workers have room; under Premium, all that is not here yet is still to come. */
function RestoreProgress({ places, results }: { places: Places; results: number }) {
  const back = results - places.archived.results - places.restoring.results;
  if (back === results) return null;
  return (
    <div role="status">
      <p className="mb-1">
        {STORAGE.comingBack}: {back.toLocaleString('en')} of {count(results, 'result')} {back === 1 ? 'is' : 'are'}{' '}
        here.
      </p>
      <Progress label={STORAGE.comingBack} share={back / results} />
    </div>
  );
}
