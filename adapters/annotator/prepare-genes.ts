// adapters/annotator/prepare-genes.ts — writes the genes of a genome as annotation needs them: a GFF3 per genetic code, a table.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import { transcriptTable } from './consequence/transcripts.ts';
import type { Genome, GenomeContig } from './genome.ts';
import { gff3Reader } from './gff3.ts';

export interface GenesRequest {
  /** GFF3 of Ensembl, plain or gzip. */
  gff3: string;
  source: string;
  contigs: readonly GenomeContig[];
  /** Where the files are written. */
  folder: string;
}

/** Writes `genes.<code>.gff3.gz` and `transcripts.tsv`; throws a sentence where the file is no Ensembl GFF3 of these contigs. */
export async function prepareGenes(request: GenesRequest): Promise<Pick<Genome, 'genes' | 'transcripts'>> {
  const { contigs, folder, source } = request;
  const names = new Map(contigs.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [one, name] as const)));
  const codes = new Map(contigs.map(({ name, geneticCode }) => [name, geneticCode]));
  const files = new Map<GenomeContig['geneticCode'], GenesFile>();
  const done: Promise<unknown>[] = [];
  const reader = gff3Reader((contig) => names.get(contig));
  for await (const text of await linesOf(request.gff3)) {
    const kept = reader.line(text);
    if (!kept) continue;
    const code = codes.get(kept.contig)!;
    const file = files.get(code) ?? begin(join(folder, genesFile(code)), done);
    files.set(code, file);
    file.text += `${kept.text}\n`;
    if (file.text.length >= BATCH) await flush(file);
  }
  for (const file of files.values()) {
    await flush(file);
    file.gzip.end();
  }
  await Promise.all(done);
  const byContig = reader.finish();
  if (byContig.size === 0)
    throw new Error(
      `${source} has no transcript on a contig of the FASTA. It must be a GFF3 of Ensembl, with ID=gene:... and ID=transcript:...`,
    );
  const { text, index } = transcriptTable(byContig);
  await writeFile(join(folder, 'transcripts.tsv'), text);
  const genes = [...files.keys()].map(async (geneticCode) => ({
    ...(await described(folder, genesFile(geneticCode), source)),
    geneticCode,
  }));
  const written = (await Promise.all(genes)) as Genome['genes'];
  const transcripts = { ...(await described(folder, 'transcripts.tsv', source)), contigs: mutable(index) };
  return { genes: written, transcripts };
}

const genesFile = (code: number): string => `genes.${code}.gff3.gz`;
const mutable = (index: Readonly<Record<string, readonly [number, number]>>): Record<string, [number, number]> =>
  Object.fromEntries(Object.entries(index).map(([contig, [offset, bytes]]) => [contig, [offset, bytes]]));

/** Each write to a gzip goes to another thread and back, which a line by itself is not worth. */
const BATCH = 256 * 1024;

interface GenesFile {
  gzip: Gzip;
  /** Lines to be written. */
  text: string;
}

async function flush(file: GenesFile): Promise<void> {
  const { gzip, text } = file;
  file.text = '';
  if (!gzip.write(text)) await once(gzip, 'drain');
}

function begin(path: string, done: Promise<unknown>[]): GenesFile {
  const gzip = createGzip({ level: 6 });
  done.push(once(gzip.pipe(createWriteStream(path)), 'finish'));
  return { gzip, text: '##gff-version 3\n' };
}

async function linesOf(path: string): Promise<AsyncIterable<string>> {
  const packed = await isGzip(path);
  const file = createReadStream(path);
  return createInterface({ input: packed ? file.pipe(createGunzip()) : file, crlfDelay: Infinity });
}

/** Whether the file begins as gzip does. */
export async function isGzip(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** Name, source and SHA-256 of a file in the folder, or of an absolute path. */
export async function described(folder: string, file: string, source: string) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file.startsWith('/') ? file : join(folder, file)))
    hash.update(chunk as Buffer);
  return { file, source, sha256: hash.digest('hex') };
}
