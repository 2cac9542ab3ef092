// web/spa/pages/annotations.tsx — one's own jobs: found, filtered, selected; their states change by themselves.
import { useCallback, useMemo, useState } from 'react';
import Button from 'react-bootstrap/Button';
import { BulkBar } from '../list/bulk-bar.tsx';
import { NothingFits, NothingYet } from '../list/empty.tsx';
import { Filters } from '../list/filters.tsx';
import { EVERYTHING, fromAddress, isFiltered, type ListQuery, toAddress } from '../list/query.ts';
import { JobTable } from '../list/table.tsx';
import { type Jobs, useJobs } from '../list/use-jobs.ts';
import type { Live } from '../live.ts';
import { Link, stayAt, useSearch } from '../navigation.tsx';
import { Loading, Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StorageOverview } from '../parts/storage.tsx';
import { LIST } from '../words/list.ts';

export function Annotations({ live }: { live: Live }) {
  const [query, change] = useQuery();
  const list = useJobs(query, live);
  const nothing = list.jobs.length === 0 && !list.loading && !list.error;
  return (
    <Page title={LIST.title} aside={<NewOne />}>
      {!live.connected && !live.interrupted && <p role="status">{LIST.connecting}</p>}
      {nothing && !isFiltered(query) ? (
        <NothingYet />
      ) : (
        <>
          <Filters query={query} onChange={change} />
          <Problem error={list.error} />
          {list.loading && <Loading />}
          {nothing && <NothingFits onClear={() => change(EVERYTHING)} />}
          <List list={list} key={toAddress(query)} />
          <StorageOverview premium={live.profile?.plan.role === 'premium_user'} />
        </>
      )}
    </Page>
  );
}

function NewOne() {
  return (
    <Link to="/new" className="btn btn-primary">
      New annotation
    </Link>
  );
}

/** What is selected is forgotten when something else is looked for: nothing unseen is ever acted on. */
function List({ list: { jobs, more } }: { list: Jobs }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(() => jobs.filter((job) => chosen.has(job.job_id)), [jobs, chosen]);
  const select = useCallback((jobIds: readonly string[], on: boolean) => {
    setChosen((now) => {
      const next = new Set(now);
      for (const jobId of jobIds)
        if (on) next.add(jobId);
        else next.delete(jobId);
      return next;
    });
  }, []);
  return (
    <>
      <BulkBar selected={selected} onDone={() => setChosen(new Set())} />
      {jobs.length > 0 && <JobTable jobs={jobs} selected={chosen} onSelect={select} />}
      {more && (
        <Button variant="outline-secondary" onClick={more}>
          {LIST.more}
        </Button>
      )}
    </>
  );
}

/** The query is part of the address, so that going back finds the list as it was. */
function useQuery(): [ListQuery, (change: Partial<ListQuery>) => void] {
  const search = useSearch();
  const query = useMemo(() => fromAddress(search), [search]);
  const change = (part: Partial<ListQuery>) => {
    const told = toAddress({ ...query, ...part });
    stayAt(told ? `/annotations?${told}` : '/annotations');
  };
  return [query, change];
}
