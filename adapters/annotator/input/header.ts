// adapters/annotator/input/header.ts — reads the header of a VCF, checks it, and mends what bcftools would stumble over.
import type { AnnotationLimits } from '../../../domain/annotation.ts';
import { count, printable } from '../../../domain/annotation.ts';
import { headerEndProblem, NO_TEXT, VCF_COLUMNS, versionOf, withoutMark } from '../../../domain/vcf.ts';
import { contigNames } from './contig-names.ts';
import type { Contig, ContigNames } from './contig-names.ts';
import { firstControl, isWellFormed, some } from './header-lines.ts';
import type { Problems } from './refused.ts';
import type { Declared } from './tags.ts';

export interface HeaderRules {
  contigs: readonly Contig[];
  limits: Pick<AnnotationLimits, 'headerBytes' | 'headerLines' | 'samples'>;
  /** INFO fields that the annotation writes, with their `##INFO` lines: these win over the input's. */
  ownInfo: ReadonlyMap<string, string>;
}

/** The header so far. */
export interface Header {
  version: string;
  /** All lines but those of contigs and the last one; contigs come after `contigsAfter` of them. */
  meta: string[];
  contigsAfter: number;
  /** Contig lines by the place of the contig in this genome, and those of contigs that it doesn't have. */
  contigs: Map<number, string>;
  foreignContigs: Map<string, string>;
  columns: string;
  samples: string[];
  /** Declared names as `INFO/DP`, `FORMAT/GT`, `FILTER/q10`. */
  tags: Map<string, Declared>;
  messages: string[];
}

/** Takes the header lines one by one (latin1, no newline); `read` answers true once #CHROM was the line. */
export function headerReader(rules: HeaderRules, problems: Problems) {
  const header: Header = {
    version: '',
    meta: [],
    contigsAfter: -1,
    contigs: new Map(),
    foreignContigs: new Map(),
    columns: '',
    samples: [],
    tags: new Map([['FILTER/PASS', { number: '', type: '' }]]),
    messages: [],
  };
  const context = { header, rules, problems, names: contigNames(rules.contigs), repeated: new Set<string>() };
  let bytes = 0;

  return {
    read(text: string): boolean {
      if (problems.line === 1) return readFirst(context, text);
      bytes += text.length;
      checkSize(bytes, rules.limits, problems);
      if (text.startsWith('##')) readMeta(text, context);
      else readEnd(text, context);
      return header.columns !== '';
    },
    finish(): Header {
      if (header.version === '') problems.stop(NO_TEXT);
      if (header.columns === '') {
        problems.stop('The file ends within its header: the line #CHROM and the records are missing. Upload it again.');
      }
      const { repeated } = context;
      if (repeated.size > 0) header.messages.push(`Removed header lines that define again: ${some(repeated)}.`);
      return header;
    },
  };
}

function checkSize(bytes: number, { headerBytes, headerLines }: HeaderRules['limits'], problems: Problems): void {
  const over =
    bytes > headerBytes ? `${count(headerBytes)} bytes (headerBytes)` : `${count(headerLines)} lines (headerLines)`;
  if (bytes <= headerBytes && problems.line <= headerLines) return;
  problems.stop(`Line ${problems.line}: the header is over the limit of ${over}. Remove lines that are not needed.`);
}

interface Context {
  header: Header;
  rules: HeaderRules;
  problems: Problems;
  names: ContigNames;
  /** Names that have more than one line. */
  repeated: Set<string>;
}

function readFirst({ header, problems }: Context, text: string): false {
  const found = versionOf(text);
  if ('problem' in found) return problems.stop(found.problem);
  if (withoutMark(text) !== text) header.messages.push('Removed the byte order mark at the start of the file.');
  header.version = found.version;
  header.meta.push(`##fileformat=VCFv${found.version}`);
  return false;
}

function readMeta(text: string, context: Context): void {
  const { header, problems, repeated } = context;
  const control = firstControl(text);
  if (control >= 0) return problems.add(0, `it holds a control character (byte ${count(control + 1)}). Remove it.`);
  if (text.startsWith('##fileformat=')) return void repeated.add('fileformat');
  const [, kind] = /^##(INFO|FORMAT|FILTER|contig)=/.exec(text) ?? [];
  if (!kind) return void header.meta.push(text);
  const id = /^##\w+=<(?:[^"]*,)?\s*ID=([^,>]+)/.exec(text)?.[1];
  if (id === undefined || !text.trimEnd().endsWith('>')) {
    return problems.add(
      0,
      `the ${kind} line must read ##${kind}=<ID=...>, it is "${printable(text, 60)}". Correct it.`,
    );
  }
  const line = isWellFormed(text) ? text : rewritten(text, { kind, id }, context);
  if (kind === 'contig') readContig(line, id, context);
  else readTag(line, { kind, id }, context);
}

/** bcftools drops a line whose quotes are missing or too many, and then fails on the records that use its name. */
function rewritten(text: string, { kind, id }: { kind: string; id: string }, { header, problems }: Context): string {
  header.messages.push(
    `Rewrote line ${problems.line} of the header (${kind} ${printable(id)}): its quotes were wrong.`,
  );
  const kept = ['Number', 'Type', 'length'].flatMap((key) => {
    const value = new RegExp(`[<,]\\s*${key}=([\\w.]+)`).exec(text)?.[1];
    return value === undefined ? [] : [`,${key}=${value}`];
  });
  const said = /Description=(.*)>\s*$/.exec(text)?.[1]?.replaceAll(/["\\]/g, '').trim();
  return `##${kind}=<ID=${id}${kept.join('')}${kind === 'contig' ? '' : `,Description="${said ?? ''}"`}>`;
}

function readTag(text: string, { kind, id }: { kind: string; id: string }, context: Context): void {
  const { header, problems, repeated, rules } = context;
  const tag = `${kind}/${id}`;
  if (header.tags.has(tag) && tag !== 'FILTER/PASS') return void repeated.add(tag); // the first of two is kept
  const own = kind === 'INFO' ? rules.ownInfo.get(id) : undefined;
  const defined = { number: valueOf(own ?? text, 'Number'), type: valueOf(own ?? text, 'Type') };
  if (kind !== 'FILTER' && !own) checkDefinition(`${kind}/${printable(id)}`, defined, problems);
  header.tags.set(tag, own ? { ...defined, type: '' } : defined); // what the input has in a field of ours is replaced
  header.meta.push(own ?? text);
}

const valueOf = (text: string, key: 'Number' | 'Type'): string =>
  new RegExp(`[<,]\\s*${key}=([^,>]*)`).exec(text)?.[1] ?? '';

const TYPES = ['Integer', 'Float', 'Flag', 'Character', 'String'];

function checkDefinition(tag: string, { number, type }: Declared, problems: Problems): void {
  const subject = `the header line of ${tag}`;
  if (!/^(\d+|[ARG.]|L[ARG]|P|M)$/.test(number)) {
    problems.add(
      0,
      `${subject} has the Number "${printable(number)}"; it must be a number, A, R, G or ".". Correct it.`,
    );
  } else if (!TYPES.includes(type)) {
    problems.add(0, `${subject} has the Type "${printable(type)}"; it must be one of ${TYPES.join(', ')}. Correct it.`);
  }
}

/** hg19 had another chrM, of an African, two bases longer: coordinates differ. */
const OLD_CHRM = 16_571;

function readContig(text: string, id: string, { header, rules, problems, names, repeated }: Context): void {
  if (header.contigsAfter < 0) header.contigsAfter = header.meta.length;
  const index = names.indexOf(id);
  const contig = rules.contigs[index];
  if (!contig) {
    if (header.foreignContigs.has(id)) repeated.add(`contig ${printable(id)}`);
    else header.foreignContigs.set(id, text);
    return;
  }
  if (header.contigs.has(index)) return void repeated.add(`contig ${contig.name}`);
  const length = /[<,]length=(\d+)/.exec(text)?.[1];
  const added = length === undefined ? `,length=${contig.length}` : '';
  header.contigs.set(
    index,
    text.replace(`ID=${id}`, () => `ID=${contig.name}${added}`),
  );
  if (length !== undefined && Number(length) !== contig.length) {
    problems.add(0, otherReference(contig, printable(id), Number(length)));
  }
}

function otherReference(contig: Contig, id: string, length: number): string {
  const old = length === OLD_CHRM ? ' (16,571 is the mitochondrion of hg19, NC_001807, not the rCRS)' : '';
  return (
    `contig ${id} has ${count(length)} bases here, ${contig.name} of this genome has ${count(contig.length)}: ` +
    `the file was made with another reference${old}. Lift it over to this one first.`
  );
}

function readEnd(text: string, { header, rules, problems }: Context): void {
  const wrong = headerEndProblem(text, problems.line);
  if (wrong !== undefined) problems.stop(wrong);
  const columns = text.split('\t', VCF_COLUMNS.length + rules.limits.samples + 1);
  header.samples = columns.slice(VCF_COLUMNS.length);
  checkSamples(header.samples, { problems, limit: rules.limits.samples });
  header.columns = text;
}

function checkSamples(samples: readonly string[], { problems, limit }: { problems: Problems; limit: number }): void {
  if (samples.length > limit) {
    problems.stop(
      `Line ${problems.line}: there are more than ${count(limit)} samples, the limit (samples). Split the file by samples.`,
    );
  }
  const met = new Set<string>();
  for (const [at, name] of samples.entries()) {
    const wrong = wrongSample(name, met);
    if (wrong !== undefined) problems.add(VCF_COLUMNS.length + 1 + at, wrong);
    met.add(name);
  }
}

function wrongSample(name: string, met: ReadonlySet<string>): string | undefined {
  if (name === '') return 'it has no name. Look for a tab too many in the line #CHROM.';
  if (firstControl(name) >= 0) return 'its name holds a control character. Remove it.';
  return met.has(name) ? `the name "${printable(name)}" occurs twice. Give each sample its own name.` : undefined;
}
