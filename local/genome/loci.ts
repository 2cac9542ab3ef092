// local/genome/loci.ts — the named places of chrM: genes, origins, hypervariable segments, the control region.

export const LOCUS_FIELD = {
  id: 'MT_LOCUS',
  header:
    '##INFO=<ID=MT_LOCUS,Number=.,Type=String,Description="Loci of MITOMAP at this position; MT-CR is the control region">',
};

/** MITOMAP's control region (D-loop) runs across the origin: 16024 to 576. */
const CONTROL_REGION = [
  ['chrM', 1, 576, 'MT-CR'],
  ['chrM', 16_024, 16_569, 'MT-CR'],
] as const;

type Span = [contig: string, first: number, last: number, name: string];

/** Joins the table's rows, one per base (BED: the first number is exclusive), to spans of the same name. */
export function locusSpans(bed: string): Span[] {
  const spans: Span[] = [];
  for (const line of bed.split('\n').filter(Boolean)) {
    const [contig = '', , end, quoted = ''] = line.split('\t');
    const name = quoted.replaceAll(/["\s]/g, '');
    const position = Number(end);
    const last = spans.at(-1);
    if (last && last[3] === name && last[2] === position - 1) last[2] = position;
    else spans.push([contig, position, position, name]);
  }
  return [...CONTROL_REGION.map(([...span]): Span => span), ...spans];
}
