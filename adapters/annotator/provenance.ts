// adapters/annotator/provenance.ts — says in the result and in its log what it was made with.
import type { Genome } from './genome.ts';

export interface Provenance {
  kind: 'engine' | 'reference' | 'genes' | 'track';
  text: string;
}

/** One entry each for engine, reference, genes and tracks, with the SHA-256 of the files used. */
export function provenanceOf(genome: Genome, bcftoolsVersion: string): Provenance[] {
  return [
    {
      kind: 'engine',
      text: `bcftools ${bcftoolsVersion}: norm, csq with genetic code ${genome.geneticCode}, annotate`,
    },
    { kind: 'reference', text: `${genome.name}: ${withSum(genome.reference)}` },
    { kind: 'genes', text: withSum(genome.genes) },
    ...genome.tracks.map((track) => ({ kind: 'track' as const, text: `${track.name}: ${withSum(track)}` })),
  ];
}

/** The same as header lines of a VCF. */
export const provenanceHeader = (provenance: readonly Provenance[]): string =>
  provenance.map(({ kind, text }) => `##gas_${kind}=${text.replaceAll(/[\r\n]/g, ' ')}\n`).join('');

const withSum = ({ source, sha256 }: { source: string; sha256: string }): string => `${source} (sha256 ${sha256})`;
