// adapters/annotator/engine-messages.ts — decides whether the input or the engine failed, and says it readably.
import type { AnnotationLimits } from '../../domain/annotation.ts';
import { count, printable } from '../../domain/annotation.ts';
import type { StageEnd } from './pipe.ts';
import { InputRefused } from './input/refused.ts';

type Explain = (parts: readonly string[]) => string;

const LIFT = 'Check that the file was made with this reference (GRCh38, for chrM the rCRS), or lift it over.';
const EXPLANATIONS: readonly (readonly [says: RegExp, explain: Explain])[] = [
  [
    /Reference allele mismatch at (\S+):(\d+) .. REF_SEQ:'(\w*)' vs VCF:'([^']*)'/,
    ([contig, position, has, says]) =>
      `At ${contig}:${position} REF is ${says}, but the reference has ${has || 'no base'} there. ${LIFT}`,
  ],
  [
    /Non-ACGTN (reference|alternate) allele at (\S+):(\d+).*VCF:'([^']*)'/,
    ([which, contig, position, allele]) =>
      `At ${contig}:${position} the ${which} allele "${allele}" is not made of A, C, G, T and N. Correct this record.`,
  ],
  [
    /wrong number of fields in (\S+) at (\S+):(\d+), expected (\d+), found (\d+)/,
    ([tag, contig, position, wanted, found]) =>
      `At ${contig}:${position} ${tag} has ${found} values, and its header line asks for ${wanted}. Correct the record, or the Number in the header.`,
  ],
  [
    /Couldn't read GT data: (.*?) at (\S+):(\d+)/,
    ([why, contig, position]) =>
      `At ${contig}:${position} a genotype (GT) can't be read: ${why}. Write genotypes like 0/1, 1|1 or ./.`,
  ],
  [
    /Duplicated sample name '([^']*)'/,
    ([name]) => `The sample name "${name}" occurs twice. Give each sample its own name.`,
  ],
  [
    /Duplicate alleles at (\S+):(\d+)/,
    ([contig, position]) =>
      `At ${contig}:${position} ALT repeats an allele, or is the same as REF. Correct or remove this record.`,
  ],
  [/(?:Error|\[E::\w+\]):? ?(.*(?:at|near) \S+:\d+.*)/, ([text]) => `A record can't be read: ${text}. Correct it.`],
  [
    /(could not parse header|[Ff]ailed to parse (?:the )?header.*|Could not parse.*header line.*)/,
    ([text]) => `The header can't be read: ${text}. Export the file again.`,
  ],
];
/** What a stage says when its neighbour in the pipe has gone: a symptom, not the cause. */
const NEIGHBOUR = /File write failed|close failed|[Bb]roken pipe|unknown file type|truncated|BCF read error/;
/** The name of the stage that `GAS_ANNOTATION_COMMAND` fills. */
export const COMMAND = 'command';
type Limits = Pick<AnnotationLimits, 'memoryBytes' | 'cpuSeconds' | 'fileBytes'>;

/** How each limit on the engine's processes shows itself. */
const LIMITS: readonly (readonly [limit: keyof Limits, what: string, shows: (end: StageEnd) => boolean])[] = [
  ['cpuSeconds', 'computing time', ({ signal }) => signal === 'SIGXCPU'],
  [
    'fileBytes',
    'room for files',
    ({ signal, stderr }) => signal === 'SIGXFSZ' || /File too large|File size limit exceeded/.test(stderr),
  ],
  [
    'memoryBytes',
    'memory',
    ({ stderr }) =>
      /[Oo]ut ?[Oo]f ?[Mm]emory|(?:Cannot|Could not) (?:allocate|reserve)|MemoryError|bad_alloc|failed to map segment|[mc]alloc.*failed/.test(
        stderr,
      ),
  ],
];
/** What may be different the next time, or on another machine. */
const PASSING =
  /No space left on device|Disk quota exceeded|Input\/output error|Too many open files|Resource temporarily/;

/**
 * Passes if every stage ended well. Throws InputRefused for what would fail again (the input's fault, a limit, an engine
 * that gives up in its own words), and a plain Error for what may pass: a crash, a full disk.
 */
export function checkEnds(ends: readonly StageEnd[], limits: Limits): void {
  const failed = ends.filter(({ code }) => code !== 0);
  if (failed.length === 0) return;
  const met = LIMITS.find(([, , shows]) => failed.some(shows));
  if (met) throw new InputRefused(tooMuch(met[0], met[1], limits));
  const explained = failed.map(explain).find((text) => text !== undefined);
  if (explained !== undefined) throw new InputRefused(explained);

  const crashed = failed.find(({ signal }) => signal !== null && signal !== 'SIGPIPE');
  const culprit = crashed ?? failed.find(isCause) ?? failed[0]!;
  const how = culprit.signal ? `was ended by ${culprit.signal}` : `ended with code ${culprit.code}`;
  const message = `The annotation engine (${programOf(culprit)}) ${how}: ${lastLine(culprit.stderr)}`;
  if (crashed || failed.some(({ stderr }) => PASSING.test(stderr))) throw new Error(message);
  throw new InputRefused(`${message} The same would happen again, so it was not tried again; tell the operators.`);
}

/** A stage that ended of itself; what the others say is that their neighbour has gone. */
const isCause = ({ signal, stderr }: StageEnd): boolean => signal === null && !NEIGHBOUR.test(stderr);

const programOf = ({ name }: StageEnd): string => (name === COMMAND ? 'the configured command' : `bcftools ${name}`);

const tooMuch = (limit: keyof Limits, what: string, limits: Limits): string =>
  `The annotation of this file needs more ${what} than one job may use (${limit}: ${count(limits[limit])}). ` +
  'Split the file and submit the parts.';

/** What the stages said that may matter to a person, without their statistics. */
export function warnings(ends: readonly StageEnd[]): string[] {
  const lines = ends.flatMap((end) =>
    end.stderr
      .split('\n')
      .filter(
        (line) =>
          line &&
          !/^(Lines +total|Parsing |Indexed |Calling|Writing to |Merging |Done|Cleaning|Warning: the chromosome )/.test(
            line,
          ),
      )
      .map((line) => `${programOf(end)}: ${line}`),
  );
  return [...new Set(lines)].slice(0, 50);
}

function explain({ stderr }: StageEnd): string | undefined {
  for (const [says, sentence] of EXPLANATIONS) {
    const parts = says.exec(stderr);
    if (parts) return sentence(parts.slice(1).map((part) => printable(part, 120)));
  }
  return undefined;
}

const lastLine = (stderr: string): string => printable(stderr.trim().split('\n').at(-1) || 'it said nothing', 200);
