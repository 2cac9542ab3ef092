// web/spa/parts/storage.tsx — where one's results are, and how far a restore of many of them is.
import { useEffect, useState } from 'react';
import type { StorageView } from '../../contract.ts';
import { get } from '../api.ts';
import { Problem } from './problem.tsx';
import { placeInWords, size } from './words.ts';

type Places = StorageView['places'];

/** While results move, and while they rest. */
const POLL_MS = { moving: 5000, resting: 60_000 };
const SHOWN = ['hot', 'archiving', 'archived', 'restoring'] as const satisfies (keyof Places)[];

/** `premium` says that what is archived is on its way back. */
export function StorageOverview({ premium }: { premium: boolean }) {
  const { places, error } = useStorage(premium);
  const results = places ? SHOWN.reduce((sum, place) => sum + places[place].results, 0) : 0;
  return (
    <section aria-labelledby="storage">
      <h2 id="storage">Your results</h2>
      <Problem error={error} />
      {!places && !error && <p aria-busy="true">Counting…</p>}
      {places && results === 0 && <p>There are no results yet.</p>}
      {places && results > 0 && <Table places={places} />}
      {places && premium && <RestoreProgress places={places} results={results} />}
    </section>
  );
}

/** Counted again now and then, as long as the page is open. */
function useStorage(premium: boolean): { places?: Places | undefined; error?: unknown } {
  const [places, setPlaces] = useState<Places>();
  const [error, setError] = useState<unknown>();
  const everyMs = places && isMoving(places, premium) ? POLL_MS.moving : POLL_MS.resting;
  useEffect(() => {
    const take = (view: StorageView) => {
      setPlaces(view.places);
      setError(undefined);
    };
    const ask = () => void get<StorageView>('/api/storage').then(take, setError);
    ask();
    const timer = window.setInterval(ask, everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return { places, error };
}

function isMoving({ archiving, archived, restoring }: Places, premium: boolean): boolean {
  return archiving.results + restoring.results + (premium ? archived.results : 0) > 0;
}

function Table({ places }: { places: Places }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">Results</th>
          <th scope="col">Size</th>
        </tr>
      </thead>
      <tbody>
        {SHOWN.filter((place) => places[place].results > 0).map((place) => (
          <tr key={place}>
            <th scope="row">{placeInWords(place)}</th>
            <td>{places[place].results.toLocaleString('en')}</td>
            <td>{size(places[place].bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Results come back as workers have room; under Premium, all that is not here yet is still to come. */
function RestoreProgress({ places, results }: { places: Places; results: number }) {
  const back = results - places.archived.results - places.restoring.results;
  if (back === results) return null;
  const words = `${back.toLocaleString('en')} of ${results.toLocaleString('en')} results are here`;
  return (
    <p role="status">
      <label htmlFor="restored">Coming back from the archive: {words}.</label>{' '}
      <progress id="restored" value={back} max={results} />
    </p>
  );
}
