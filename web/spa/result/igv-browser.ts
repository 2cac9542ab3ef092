// web/spa/result/igv-browser.ts — igv.js, told to use nothing but this service.
import igv from 'igv';
import type { GenesView, GenomeList } from '../../contract.ts';
import { get } from '../api.ts';

export interface OpenedBrowser {
  goTo(locus: string): void;
  close(): void;
}

interface BrowserOf {
  jobId: string;
  genome: string;
  locus: string | undefined;
  /** A variant was pressed. */
  onVariant: (place: string) => void;
}

/** Bases of a result that are read at once: more are shown when one comes nearer. */
const VISIBLE_BASES = 100_000;

/** Draws into the element; throws NoReference where this server has no files of the genome. */
export async function openBrowser(
  element: HTMLElement,
  { jobId, genome, locus, onVariant }: BrowserOf,
): Promise<OpenedBrowser> {
  const home = `/api/genomes/${encodeURIComponent(genome)}`;
  const { genomes } = await get<GenomeList>('/api/genomes');
  if (!genomes.some(({ name }) => name === genome))
    throw Object.assign(new Error('no reference'), { name: 'NoReference' });
  const result = `/api/jobs/${encodeURIComponent(jobId)}/result`;
  const browser = await igv.createBrowser(element, {
    loadDefaultGenomes: false,
    reference: {
      id: genome,
      name: genome,
      fastaURL: `${home}/sequence`,
      indexURL: `${home}/sequence-index`,
      tracks: [],
    },
    ...(locus ? { locus } : {}),
    showSVGButton: false,
    showSampleNames: false,
    tracks: [
      {
        type: 'variant',
        format: 'vcf',
        name: 'Result',
        url: `${result}/data`,
        indexURL: `${result}/index`,
        visibilityWindow: VISIBLE_BASES,
        order: 1,
      },
      {
        type: 'annotation',
        name: 'Genes',
        displayMode: 'EXPANDED',
        visibilityWindow: 5_000_000,
        searchable: true,
        reader: genesOf(home),
        order: 2,
      },
    ],
  } as never);
  // igv would show INFO of the file as HTML: what is pressed is shown by us instead.
  browser.on('trackclick', (track: { type?: string }, found: unknown) => {
    const place = track.type === 'variant' ? placeOf(found) : undefined;
    if (place) onVariant(place);
    return false;
  });
  mend(element.shadowRoot!);
  return { goTo: (wanted) => browser.search(wanted), close: () => igv.removeBrowser(browser) };
}

/** What igv leaves out: a name for its zoom; in the dark, words that are not white on its own white. */
function mend(shadow: ShadowRoot): void {
  shadow.querySelector('input[type=range]')?.setAttribute('aria-label', 'Zoom');
  const light = new CSSStyleSheet();
  light.replaceSync('.igv-container { color-scheme: light; }');
  shadow.adoptedStyleSheets.push(light);
}

/** Where the pressed variant is, by what igv would have shown of it: names with values. */
function placeOf(shown: unknown): string | undefined {
  const pairs = Array.isArray(shown) ? (shown as { name?: string; value?: string }[]) : [];
  const value = (name: string): string => pairs.find((pair) => pair.name === name)?.value ?? '';
  const position = (/^[\d,]+/.exec(value('Pos'))?.[0] ?? '').replaceAll(',', '');
  return position === '' ? undefined : `${value('Chr')}:${position}`;
}

/** Genes between two places, as igv draws them: it counts from 0. */
function genesOf(home: string) {
  return {
    async readFeatures(chr: string, start: number, end: number) {
      const query = new URLSearchParams({
        contig: chr,
        from: String(Math.max(1, Math.floor(start) + 1)),
        to: String(Math.ceil(end)),
      });
      const { genes } = await get<GenesView>(`${home}/genes?${query}`);
      return genes.map(({ symbol, id, start: first, end: last, exons, coding, strand }) => ({
        chr,
        start: first - 1,
        end: last,
        name: symbol || id,
        strand,
        ...(coding ? { cdStart: coding.start - 1, cdEnd: coding.end } : { cdStart: first - 1, cdEnd: first - 1 }),
        exons: exons.map((exon) => ({ start: exon.start - 1, end: exon.end })),
      }));
    },
  };
}
