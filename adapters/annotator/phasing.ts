// adapters/annotator/phasing.ts — whether the one sample of a file tells which of its variants share a chromosome.
import { createReadStream } from 'node:fs';
import { lineSplitter } from './consequence/line-splitter.ts';

/**
 * True where every heterozygous genotype of the first sample is phased (`0|1`), within one phase set. `bodyPath` holds
 * records with genotypes. Reads no further than to the first that is not.
 */
export async function isPhased(bodyPath: string, signal: AbortSignal): Promise<boolean> {
  let phased = true;
  let phaseSet: string | undefined;
  const splitter = lineSplitter((line, start, end) => {
    if (!phased) return;
    const [format, sample] = line.toString('latin1', start, end).split('\t', 10).slice(8);
    if (!format?.startsWith('GT') || sample === undefined) return;
    const values = sample.split(':');
    const set = values[format.split(':').indexOf('PS')] ?? '.';
    phased = !isUnphased(values[0]!) && (set === '.' || phaseSet === undefined || phaseSet === set);
    if (set !== '.') phaseSet = set;
  });
  for await (const chunk of createReadStream(bodyPath, { highWaterMark: 256 * 1024, signal })) {
    splitter.push(chunk as Buffer);
    if (!phased) return false;
  }
  splitter.end();
  return phased;
}

/** Two different alleles of which nobody knows the order. */
function isUnphased(genotype: string): boolean {
  if (!genotype.includes('/')) return false;
  return new Set(genotype.split(/[|/]/).filter((allele) => allele !== '.')).size > 1;
}
