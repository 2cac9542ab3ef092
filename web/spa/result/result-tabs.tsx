// web/spa/result/result-tabs.tsx — the sides from which a result is looked at; each is made when it is first opened.
import { lazy, Suspense, useCallback, useState } from 'react';
import Tab from 'react-bootstrap/Tab';
import Tabs from 'react-bootstrap/Tabs';
import type { JobView, SummaryView } from '../../contract.ts';
import { Loading } from '../parts/page.tsx';
import { RESULT } from '../words/result.ts';
import type { TypedFilter } from '../variants/messages.ts';
import { Diseases } from './diseases.tsx';
import { Samples } from './samples.tsx';
import { Variants } from './variants.tsx';

const Plots = lazy(async () => ({ default: (await import('./plots.tsx')).Plots }));
const GenomeBrowser = lazy(async () => ({ default: (await import('./genome-browser.tsx')).GenomeBrowser }));

interface ResultTabsProps {
  job: JobView;
  summary: SummaryView | undefined;
  /** There is no summary, and none will come. */
  missing: boolean;
}

export function ResultTabs({ job, summary, missing }: ResultTabsProps) {
  const readable = job.place === 'hot' || job.place === 'archiving';
  const { tab, setTab, filter, setFilter, locus, pick, goTo, goFrom } = useSides(readable);
  const onPick = readable ? pick : undefined;
  const { tabs } = RESULT;
  const { diseases, samples } = listed(summary);
  return (
    <Tabs activeKey={tab} onSelect={(key) => setTab(key ?? 'variants')} mountOnEnter className="mb-3 result-tabs">
      {readable && (
        <Tab eventKey="variants" title={tabs.variants}>
          <Variants {...{ job, summary, missing, filter }} onFilter={setFilter} onPlace={goTo} />
        </Tab>
      )}
      {summary && (
        <Tab eventKey="plots" title={tabs.plots}>
          <Suspense fallback={<Loading />}>
            <Plots summary={summary} onPick={onPick} />
          </Suspense>
        </Tab>
      )}
      {diseases && (
        <Tab eventKey="diseases" title={tabs.diseases}>
          <Diseases diseases={diseases} onPick={onPick} />
        </Tab>
      )}
      {samples && (
        <Tab eventKey="samples" title={tabs.samples}>
          <Samples samples={samples} />
        </Tab>
      )}
      {readable && summary && (
        <Tab eventKey="genome" title={tabs.genome}>
          <Suspense fallback={<Loading />}>
            <GenomeBrowser job={job} summary={summary} locus={locus} onVariant={goFrom} />
          </Suspense>
        </Tab>
      )}
    </Tabs>
  );
}

/** Which side is shown, and ways from one to another: what is pressed here is looked at there. */
function useSides(readable: boolean) {
  const [tab, setTab] = useState(readable ? 'variants' : 'plots');
  const [filter, setFilter] = useState<TypedFilter>({});
  const [locus, setLocus] = useState<string>();
  const pick = useCallback((wanted: TypedFilter) => {
    setFilter(wanted);
    setTab('variants');
  }, []);
  const goTo = useCallback((place: string) => {
    setLocus(place);
    setTab('genome');
  }, []);
  const goFrom = useCallback((place: string) => pick({ place }), [pick]);
  return { tab, setTab, filter, setFilter, locus, pick, goTo, goFrom };
}

/** The lists of the summary that have something in them. */
function listed(summary: SummaryView | undefined) {
  return {
    diseases: summary && summary.diseases.total > 0 ? summary.diseases : undefined,
    samples: summary && summary.samples.length > 0 ? summary.samples : undefined,
  };
}
