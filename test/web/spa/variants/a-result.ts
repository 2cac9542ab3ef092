// test/web/spa/variants/a-result.ts — results to read: real ones of the annotator, and texts packed by hand.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { bcftoolsAnnotator } from '../../../../adapters/annotator/bcftools-annotator.ts';
import type { ByteSource } from '../../../../web/spa/variants/byte-source.ts';
import type { Ask, Told, TypedFilter } from '../../../../web/spa/variants/messages.ts';
import { session } from '../../../../web/spa/variants/session.ts';
import { bcftools, genomeFolder } from '../../../adapters/annotator/an-annotation.ts';

export interface AResult {
  data: Buffer;
  index: Buffer;
}

export interface AnAnnotation extends AResult {
  /** JSON. */
  summary: Buffer;
}

/** What the annotator makes of a VCF. */
export async function annotated(input: string | Buffer, genomesFile?: string): Promise<AnAnnotation> {
  const folder = await mkdtemp(join(tmpdir(), 'gas-result-'));
  try {
    const inputPath = join(folder, 'input');
    await writeFile(inputPath, input);
    const annotator = bcftoolsAnnotator({ bcftools, genomeFolder, ...(genomesFile ? { genomesFile } : {}) });
    const signal = new AbortController().signal;
    const outcome = await annotator.annotate({ inputPath, outputFolder: folder, signal, onProgress: () => undefined });
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    const [data, index, summary] = await Promise.all(
      [outcome.resultPath, outcome.indexPath, outcome.summaryPath!].map((path) => readFile(path)),
    );
    return { data: data!, index: index!, summary: summary! };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');
/** Of the empty block that ends a BGZF file. */
export const END_BYTES = END.length;

/** A text as BGZF, in blocks of so many bytes, so that lines and characters lie across them. */
export function packed(text: string | Buffer, blockBytes = 40): Buffer {
  const all = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let at = 0; at < all.length; at += blockBytes) blocks.push(block(all.subarray(at, at + blockBytes)));
  return Buffer.concat([...blocks, END]);
}

function block(content: Buffer): Buffer {
  const deflated = deflateRawSync(content);
  const head = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex');
  head.writeUInt16LE(deflated.length + 25, 16);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(content), 0);
  tail.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, deflated, tail]);
}

/** Bytes as a file that is read by range; `reads` tells which were asked for. */
function sourceOf(bytes: Buffer, reads: [number, number][] = []): ByteSource {
  return {
    size: () => bytes.length,
    async read(from, to, signal) {
      signal?.throwIfAborted();
      reads.push([from, to]);
      return new Uint8Array(bytes.subarray(from, to));
    },
  };
}

const DISEASES = [{ name: 'MITOMAP_DISEASE', status: 'MITOMAP_STATUS' }];

/** A page that looks at a result: what it asks, and all that it is told. */
export async function looking(
  { data, index }: AResult,
  diseases: { name: string; status?: string }[] = DISEASES,
  records?: number,
) {
  const told: Told[] = [];
  const reads: [number, number][] = [];
  const indexReads: [number, number][] = [];
  const files: Record<string, ByteSource> = { data: sourceOf(data, reads), index: sourceOf(index, indexReads) };
  const ask = session({ open: (url) => files[url]!, tell: (one) => void told.push(one) });
  void ask({ kind: 'known', diseases, records });
  await ask({ kind: 'open', dataUrl: 'data', indexUrl: 'index' });
  const all = <Kind extends Told['kind']>(kind: Kind) =>
    told.filter((one): one is Extract<Told, { kind: Kind }> => one.kind === kind);
  return {
    ask: (what: Ask) => ask(what),
    told,
    all,
    reads,
    indexReads,
    /** Rows shown by a search of so many, and the count at its end. */
    async search(filter: TypedFilter, rows = 100) {
      told.length = 0;
      await ask({ kind: 'search', search: 1, filter, rows });
      return {
        variants: all('rows').flatMap((one) => one.rows.map(({ variant }) => variant)),
        rows: all('rows').flatMap((one) => one.rows),
        matches: all('progress').at(-1)?.matches,
        failed: all('failed')[0],
      };
    },
    async exported(filter: TypedFilter, format: 'vcf' | 'tsv') {
      await ask({ kind: 'export', export: 1, filter, format });
      return all('exported').at(-1)!.file.text();
    },
  };
}
