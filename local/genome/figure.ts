// local/genome/figure.ts — draws docs/consequences.svg from a run on the example: `node local/genome/figure.ts`.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bcftoolsAnnotator } from '../../adapters/annotator/bcftools-annotator.ts';
import { readConfig } from '../../config.ts';
import { count } from '../../domain/annotation.ts';
import type { Impact } from '../../domain/consequence.ts';
import { impactOf } from '../../domain/consequence.ts';

const COLORS: Readonly<Record<Impact, string>> = {
  HIGH: '#c0392b',
  MODERATE: '#d68910',
  LOW: '#2e86c1',
  MODIFIER: '#839192',
};
const ROW = 22;
const LEFT = 250;
const WIDTH = 720;

const { annotator } = readConfig();
const outputFolder = await mkdtemp(join(tmpdir(), 'gas-figure-'));
try {
  const inputPath = join(annotator.genomeFolder, 'examples', 'mgrb.chrM.vcf.gz');
  const signal = new AbortController().signal;
  const run = { inputPath, outputFolder, signal, onProgress: () => undefined };
  const outcome = await bcftoolsAnnotator(annotator).annotate(run);
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  const path = join(import.meta.dirname, '../../docs/consequences.svg');
  await writeFile(path, drawing(Object.entries(outcome.consequences)));
  console.log(`Drawn: ${path}`);
} finally {
  await rm(outputFolder, { recursive: true, force: true });
}

/** Bars on a logarithmic scale: three records and a thousand are both to be seen. */
function drawing(rows: readonly (readonly [string, number])[]): string {
  const most = Math.max(...rows.map(([, records]) => records));
  const bars = rows.map(([term, records], at) => {
    const y = 40 + at * ROW;
    const width = Math.round((Math.log10(records + 1) / Math.log10(most + 1)) * (WIDTH - LEFT - 90));
    return [
      `<text x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${term.replaceAll('_', ' ')}</text>`,
      `<rect x="${LEFT}" y="${y + 2}" width="${width}" height="${ROW - 7}" fill="${COLORS[impactOf([term])]}"/>`,
      `<text x="${LEFT + width + 6}" y="${y + 13}">${count(records)}</text>`,
    ].join('');
  });
  const legend = Object.entries(COLORS).map(
    ([impact, color], at) =>
      `<rect x="${LEFT + at * 110}" y="12" width="12" height="12" fill="${color}"/><text x="${LEFT + 17 + at * 110}" y="22">${impact}</text>`,
  );
  const style = 'font: 13px system-ui, sans-serif; fill: #444';
  const size = `width="${WIDTH}" height="${50 + rows.length * ROW}" viewBox="0 0 ${WIDTH} ${50 + rows.length * ROW}"`;
  const title = 'Variants of the MGRB population by their most severe consequence, on a logarithmic scale';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img"><title>${title}</title><style>text { ${style} }</style>\n${[...legend, ...bars].join('\n')}\n</svg>\n`;
}
