// adapters/annotator/input/header.ts — reads the header of a VCF, checks it, and mends what bcftools would stumble over.
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count, printable } from '../../../domain/annotation.ts';
import type { GenomeContig } from '../genome.ts';
import { otherFormat } from './other-formats.ts';
import { InputRefused, refuseLine } from './refused.ts';

const COLUMNS = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'];

export interface HeaderRules {
  contigs: readonly GenomeContig[];
  limits: Pick<AnnotationLimits, 'headerBytes' | 'samples'>;
  /** INFO fields that the annotation writes, with their `##INFO` lines: these win over the input's. */
  ownInfo: ReadonlyMap<string, string>;
}

/** The header so far; `tags` are the declared names as `INFO/DP`, `FORMAT/GT`, `FILTER/q10`. */
export interface Header {
  version: string;
  meta: string[];
  columns: string;
  samples: number;
  tags: Set<string>;
  messages: string[];
}

/** Takes the header lines one by one (latin1, no newline); `read` answers true once #CHROM was the line. */
export function headerReader(rules: HeaderRules) {
  const header: Header = {
    version: '',
    meta: [],
    columns: '',
    samples: 0,
    tags: new Set(['FILTER/PASS']),
    messages: [],
  };
  const contigs = new Set<string>();
  let bytes = 0;

  return {
    read(text: string, line: number): boolean {
      if (line === 1) return readFirst(header, text);
      bytes += text.length;
      if (bytes > rules.limits.headerBytes) {
        refuseLine(line, `the header is over the limit of ${count(rules.limits.headerBytes)} bytes (headerBytes).`);
      }
      if (text.startsWith('##')) readMeta(text, { header, rules, contigs, line });
      else if (text.startsWith('#')) readColumns(header, text, { line, limit: rules.limits.samples });
      else refuseLine(line, missingColumns(text));
      return header.columns !== '';
    },
    finish(): Header {
      if (header.version === '') throw new InputRefused('The file has no text. Upload the VCF file again.');
      if (header.columns === '') {
        throw new InputRefused(
          'The file ends within its header: the line #CHROM and the records are missing. Upload it again.',
        );
      }
      for (const { name, length } of rules.contigs) {
        if (contigs.has(name)) continue;
        header.meta.push(`##contig=<ID=${name},length=${length}>`);
        header.messages.push(`Added the missing header line of contig ${name}.`);
      }
      return header;
    },
  };
}

function readFirst(header: Header, text: string): false {
  const plain = text.startsWith('\u00ef\u00bb\u00bf') ? text.slice(3) : text;
  if (plain !== text) header.messages.push('Removed the byte order mark at the start of the file.');
  const version = /^##fileformat=VCFv(\d+\.\d+)\s*$/.exec(plain)?.[1];
  if (version === undefined && plain.startsWith('##fileformat=')) {
    refuseLine(1, `the format "${printable(plain.slice(13))}" is not known; it must be VCFv4.0 to VCFv4.5.`);
  }
  if (version === undefined) throw new InputRefused(otherFormat(plain));
  if (!/^4\.[0-5]$/.test(version)) refuseLine(1, `VCF ${version} is not supported; it must be VCFv4.0 to VCFv4.5.`);
  header.version = version;
  header.meta.push(`##fileformat=VCFv${version}`);
  return false;
}

interface MetaContext {
  header: Header;
  rules: HeaderRules;
  contigs: Set<string>;
  line: number;
}

function readMeta(text: string, context: MetaContext): void {
  const [, kind, id] = /^##(INFO|FORMAT|FILTER|contig)=<(?:[^"]*,)?ID=([^,>]+)/.exec(text) ?? [];
  if (!kind || !id) return void context.header.meta.push(text);
  if (kind === 'contig') return readContig(text, id, context);
  const tag = `${kind}/${id}`;
  if (context.header.tags.has(tag)) return; // bcftools keeps the first of two definitions
  context.header.tags.add(tag);
  context.header.meta.push((kind === 'INFO' && context.rules.ownInfo.get(id)) || text);
}

function readContig(text: string, id: string, { header, rules, contigs, line }: MetaContext): void {
  const contig = rules.contigs.find(({ name, aliases }) => name === id || aliases.includes(id));
  if (contigs.has(contig?.name ?? id)) return;
  contigs.add(contig?.name ?? id);
  if (!contig) return void header.meta.push(text);
  const length = /[<,]length=(\d+)/.exec(text)?.[1];
  if (length !== undefined && Number(length) !== contig.length) {
    refuseLine(
      line,
      `contig ${printable(id)} has ${count(Number(length))} bases here, ${contig.name} of this genome has ` +
        `${count(contig.length)}: the file was made with another reference. Lift it over to this one first.`,
    );
  }
  header.meta.push(`##contig=<ID=${contig.name},length=${contig.length}>`);
}

function readColumns(header: Header, text: string, { line, limit }: { line: number; limit: number }): void {
  const columns = text.split('\t', COLUMNS.length + limit + 1);
  const fixed = columns.length === 8 ? COLUMNS.slice(0, 8) : COLUMNS;
  const wrong = fixed.findIndex((name, at) => columns[at] !== name);
  if (wrong >= 0) {
    const hint = !text.includes('\t') && / /.test(text) ? ' The columns are separated by spaces; VCF needs tabs.' : '';
    const found = columns[wrong] === undefined ? 'missing' : `"${printable(columns[wrong])}"`;
    refuseLine(line, `column ${wrong + 1} of the header must be ${fixed[wrong]}, it is ${found}.${hint}`);
  }
  checkSamples(columns.slice(COLUMNS.length), { line, limit });
  header.columns = text;
  header.samples = Math.max(0, columns.length - COLUMNS.length);
}

function checkSamples(samples: readonly string[], { line, limit }: { line: number; limit: number }): void {
  if (samples.length > limit) refuseLine(line, `there are more than ${count(limit)} samples, the limit (samples).`);
  if (samples.includes('')) refuseLine(line, 'a sample has no name. Look for a tab too many in the line #CHROM.');
  const met = new Set<string>();
  for (const name of samples) {
    if (met.has(name))
      refuseLine(line, `the sample name "${printable(name)}" occurs twice. Give each sample its own name.`);
    met.add(name);
  }
}

function missingColumns(text: string): string {
  return text.trim() === ''
    ? 'the line is empty. Remove empty lines from the header.'
    : 'a record comes before the line #CHROM. Add the line #CHROM POS ID REF ALT QUAL FILTER INFO, separated by tabs.';
}
