// cli/genome.ts — `gas genome add NAME` and `gas genome list`: the genomes that files can be annotated with.
import { Command, InvalidArgumentError } from 'commander';

/** What adding a genome is asked for; paths as they were typed. */
export interface GenomeRequest {
  name: string;
  fasta: string;
  gff3: string;
  aliases: string[];
  geneticCodes: Record<string, number>;
  tracks: { name: string; file: string; fields: string[] }[];
}
export interface GenomeDoors {
  add: (request: GenomeRequest, say: (text: string) => void) => Promise<void>;
  /** A line for each. */
  list(): Promise<string[]>;
}

export interface GenomeTerminal {
  out(text: string): void;
  say: (text: string) => void;
  exitWith(code: number): void;
}

interface AddOptions {
  fasta: string;
  gff3: string;
  alias: string[];
  code: [string, number][];
  track: GenomeRequest['tracks'];
}

export function genomeCommand(open: () => Promise<GenomeDoors>, terminal: GenomeTerminal): Command {
  const attempt = async (work: (doors: GenomeDoors) => Promise<void>): Promise<void> => {
    try {
      await work(await open());
    } catch (error) {
      terminal.say(error instanceof Error ? error.message : String(error));
      terminal.exitWith(1);
    }
  };
  const add = new Command('add')
    .description('check, index and register a genome')
    .argument('<name>', 'such as GRCh38')
    .requiredOption('--fasta <file>', 'the reference, unpacked')
    .requiredOption('--gff3 <file>', 'the genes, GFF3 of Ensembl, may be gzip')
    .option('--alias <name>', 'another name of it; may be given again', collected, [])
    .option('--code <contig=number>', 'NCBI genetic code of a contig (mitochondria have 2 without it)', codes, [])
    .option('--track <name=file:fields>', 'a VCF and its INFO fields: clinvar=clinvar.vcf.gz:CLNSIG,CLNDN', tracks, [])
    .action((name: string, { fasta, gff3, alias, code, track }: AddOptions) =>
      attempt(async ({ add: register }) => {
        const request = { name, fasta, gff3, aliases: alias, geneticCodes: Object.fromEntries(code), tracks: track };
        await register(request, terminal.say);
        terminal.out(`${name} can be used now.`);
      }),
    );
  const list = new Command('list').description('list the genomes there are').action(() =>
    attempt(async (doors) => {
      for (const line of await doors.list()) terminal.out(line);
    }),
  );
  return new Command('genome').description('the genomes to annotate with').addCommand(add).addCommand(list);
}

const collected = (value: string, before: readonly string[]): string[] => [...before, value];

function codes(value: string, before: readonly [string, number][]): [string, number][] {
  const [, contig, number] = /^(.+)=(\d+)$/.exec(value) ?? [];
  if (contig === undefined) throw new InvalidArgumentError('It must be CONTIG=NUMBER, such as chrM=2.');
  return [...before, [contig, Number(number)]];
}

function tracks(value: string, before: GenomeRequest['tracks']): GenomeRequest['tracks'] {
  const [, name, file, fields] = /^([^=]+)=(.+):([\w.,]+)$/.exec(value) ?? [];
  if (name === undefined || file === undefined || !fields) {
    throw new InvalidArgumentError('It must be NAME=FILE:FIELD,FIELD, such as clinvar=clinvar.vcf.gz:CLNSIG,CLNDN.');
  }
  return [...before, { name, file, fields: fields.split(',') }];
}
