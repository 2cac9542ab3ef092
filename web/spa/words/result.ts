// web/spa/words/result.ts — what the page of one result says.

export const RESULT = {
  title: 'Result',
  back: 'Back to the annotation',
  wholeVcf: 'Download as VCF',
  wholeTable: 'Download as a table',
  tabs: { variants: 'Variants', plots: 'Plots', diseases: 'Diseases', samples: 'Samples', genome: 'Genome browser' },
  cards: {
    variants: 'Variants',
    genes: 'Genes with variants',
    high: 'High impact',
    diseases: 'Disease associations',
    tiTv: 'Transitions / transversions',
    samples: 'Samples',
  },
  running: 'The annotation is not finished. This page opens the result by itself as soon as it is there.',
  failed: 'The annotation failed, so there is no result.',
  cancelled: 'The annotation was cancelled, so there is no result.',
  deleted: 'This annotation has been deleted, and its result with it.',
  archived: 'The variants are in the archive; what was found in numbers stays readable here.',
  archivedFree: 'With Premium they are brought back.',
  archivedPremium: 'They are about to be brought back.',
  restoring:
    'The variants are being brought back from the archive. What was found in numbers stays readable meanwhile.',
  archiving: 'This result is being archived just now: the variants may leave at any moment.',
  noSummary: 'There is no summary of this result. Results of older versions, and of other systems, may have none.',
} as const;

export const PLOTS = {
  consequences: 'Consequences',
  impacts: 'Impact',
  types: 'Kinds of variant',
  exchanges: 'Base exchanges',
  genes: 'Genes with the most variants',
  positions: 'Along the genome',
  frequencies: 'Allele frequency',
  records: 'Records',
  asTable: 'Show as a table',
  asPlot: 'Show as a plot',
  pick: 'Show these variants',
  contig: 'Contig',
  none: 'There is nothing to draw.',
} as const;

export const VARIANTS = {
  caption: 'Variants, in the order of the genome. Press one for everything that is known of it.',
  columns: {
    place: 'Place',
    change: 'Change',
    gene: 'Gene',
    consequence: 'Consequence',
    impact: 'Impact',
    protein: 'Protein',
    frequency: 'Frequency',
    disease: 'Disease',
  },
  filters: {
    title: 'Filter',
    gene: 'Gene',
    consequence: 'Consequence',
    impact: 'Impact',
    disease: 'Disease or status',
    anyDisease: 'with any disease',
    least: 'Frequency ≥',
    most: 'Frequency ≤',
    place: 'Place',
    text: 'Text',
    any: 'Any',
    clear: 'Clear the filter',
    placeHint: 'chrM:3000-4000',
  },
  none: 'No variant is like this.',
  opening: 'Opening the result…',
  more: 'Show more',
  dropped: 'The first rows were put away; filter to see them again.',
  exportVcf: 'Export VCF',
  exportTsv: 'Export table',
  stopExport: 'Stop the export',
  download: 'Download everything as',
  again: 'Try again',
} as const;

export const DETAILS = {
  transcripts: 'Transcripts',
  info: 'INFO',
  samples: 'Samples',
  genotype: 'Genotype',
  sample: 'Sample',
  elsewhere: 'Look it up (other sites learn which variant you look at)',
  inBrowser: 'Show in the genome browser',
  close: 'Close',
  noTranscripts: 'No consequence is told of this record.',
} as const;

export const GENOME = {
  opening: 'Opening the genome browser…',
  missing: 'The reference of this genome is not on this server, so there is nothing to draw it on.',
  help: 'Drag to move, zoom in to see the bases, press a variant to find it among the variants, type a place to go there.',
  region: 'Genome browser',
  failed: 'The genome browser could not be opened.',
} as const;
