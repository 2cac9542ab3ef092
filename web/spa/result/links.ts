// web/spa/result/links.ts — where else a variant is described. Addresses are ours; of the file only what is plain goes in.
import type { Variant } from '../variants/variant.ts';

/** Bases and contigs that can stand in an address; anything else has no links. */
const BASES = /^[ACGT]{1,50}$/;
const CONTIG = /^(?:chr)?([1-9]|1\d|2[0-2]|X|Y|M|MT)$/;

export interface Lookup {
  name: string;
  url: string;
}

/** Links for a human genome that is known by its name; none for others. */
export function linksFor(variant: Variant, genome: string): Lookup[] {
  const { contig, position, id } = variant;
  const chromosome = CONTIG.exec(contig)?.[1]?.replace('MT', 'M');
  const build = buildOf(genome);
  if (!chromosome || !build || !Number.isSafeInteger(position)) return [];
  const place = `${chromosome === 'M' ? 'MT' : chromosome}[chr] AND ${position}[chrpos${build}]`;
  return [
    ...alleleLinks({ ...variant, chromosome }, build),
    link('ClinVar', 'https://www.ncbi.nlm.nih.gov/clinvar/', { term: place }),
    ...(/^rs\d{1,12}$/.test(id) ? [link('dbSNP', `https://www.ncbi.nlm.nih.gov/snp/${id}`, {})] : []),
  ];
}

function alleleLinks(allele: Allele, build: '37' | '38'): Lookup[] {
  if (!BASES.test(allele.ref) || !BASES.test(allele.alt)) return [];
  return [...(allele.chromosome === 'M' ? [mitomap(allele)] : []), gnomAd(allele, build)];
}

type Allele = Pick<Variant, 'position' | 'ref' | 'alt'> & { chromosome: string };

const mitomap = ({ position, ref, alt }: Allele): Lookup =>
  link('MITOMAP', 'https://mitomap.org/cgi-bin/search_allele', { variant: `${position}${ref}>${alt}` });

function gnomAd({ chromosome, position, ref, alt }: Allele, build: '37' | '38'): Lookup {
  const newest = chromosome === 'M' ? 'gnomad_r3' : 'gnomad_r4';
  const address = `https://gnomad.broadinstitute.org/variant/${chromosome}-${position}-${ref}-${alt}`;
  return link('gnomAD', address, { dataset: build === '37' ? 'gnomad_r2_1' : newest });
}

function buildOf(genome: string): '37' | '38' | undefined {
  if (/GRCh38|hg38/i.test(genome)) return '38';
  return /GRCh37|hg19/i.test(genome) ? '37' : undefined;
}

function link(name: string, address: string, query: Record<string, string>): Lookup {
  const url = new URL(address);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return { name, url: url.href };
}
