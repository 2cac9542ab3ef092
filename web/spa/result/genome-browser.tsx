// web/spa/result/genome-browser.tsx — igv.js on the reference of this installation: its bases, its genes, the result's variants.
import { useEffect, useRef, useState } from 'react';
import type { JobView, SummaryView } from '../../contract.ts';
import { Loading } from '../parts/page.tsx';
import { GENOME } from '../words/result.ts';
import { openBrowser, type OpenedBrowser } from './igv-browser.ts';

interface GenomeBrowserProps {
  job: JobView;
  summary: SummaryView;
  /** Goes there whenever it is another one. */
  locus: string | undefined;
  /** A variant was pressed. */
  onVariant: (place: string) => void;
}

export function GenomeBrowser({ job, summary, locus, onVariant }: GenomeBrowserProps) {
  const place = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<OpenedBrowser>();
  const [problem, setProblem] = useState<string>();
  const { job_id: jobId } = job;
  const { genome } = summary;
  const first = useRef(locus ?? firstPlace(summary));

  useEffect(() => {
    let left = false;
    let made: OpenedBrowser | undefined;
    const open = async () => {
      try {
        made = await openBrowser(place.current!, { jobId, genome, locus: first.current, onVariant });
        if (left) made.close();
        else setOpened(made);
      } catch (error) {
        setProblem(error instanceof Error && error.name === 'NoReference' ? GENOME.missing : GENOME.failed);
      }
    };
    void open();
    return () => {
      left = true;
      made?.close();
    };
  }, [jobId, genome, onVariant]);

  useEffect(() => {
    if (opened && locus) opened.goTo(locus);
  }, [opened, locus]);

  return (
    <>
      {problem ? <p role="alert">{problem}</p> : <p className="text-secondary">{GENOME.help}</p>}
      {!opened && !problem && <Loading>{GENOME.opening}</Loading>}
      <div
        ref={place}
        role="region"
        aria-label={GENOME.region}
        className="genome-browser"
        hidden={problem !== undefined}
      />
    </>
  );
}

/** The whole contig where it is small; else where most variants are. */
function firstPlace({ positions }: SummaryView): string | undefined {
  const [contig] = positions;
  if (!contig) return undefined;
  if (contig.length < 100_000) return `${contig.contig}:1-${contig.length}`;
  const at = contig.counts.indexOf(Math.max(...contig.counts)) * contig.bin_bases;
  return `${contig.contig}:${at + 1}-${Math.min(contig.length, at + 40_000)}`;
}
