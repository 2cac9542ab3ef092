// local/glacier/main.ts — the local Glacier as a command of its own; `--help` lists its flags.
import { parseArgs } from 'node:util';
import { startGlacier, type GlacierOptions } from './server.ts';

const usage = `Usage: AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=... node local/glacier/main.ts --folder FOLDER [flags]
  --port N             port to listen on (default 4569; 0 takes a free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --sns-endpoint URL   where completed jobs are published (default: nowhere)
  --region NAME        default us-east-1
  --account-id DIGITS  default 000000000000
  --clock-scale X      divides Amazon's times: 3600 makes four hours four seconds (default 1)
  --expedited-ms, --standard-ms, --bulk-ms, --inventory-ms N   delay of each kind of job
  --output-life-ms, --upload-life-ms, --complete-window-ms, --deleted-window-ms, --inventory-age-ms N`;

const text = { type: 'string' } as const;
const flags = {
  help: { type: 'boolean' },
  port: text,
  host: text,
  folder: text,
  'sns-endpoint': text,
  region: text,
  'account-id': text,
  'clock-scale': text,
  'expedited-ms': text,
  'standard-ms': text,
  'bulk-ms': text,
  'inventory-ms': text,
  'output-life-ms': text,
  'upload-life-ms': text,
  'complete-window-ms': text,
  'deleted-window-ms': text,
  'inventory-age-ms': text,
} as const;

await main().catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return `Glacier cannot start, its port is in use: ${error.message}.`;
  if (error.message.includes('database is locked')) return 'Glacier cannot start, another one is using its folder.';
  return error.message;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return void process.stdout.write(`${usage}\n`);

  const glacier = await startGlacier(optionsOf(values));
  const stop = (): void => void glacier.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`Glacier listens on ${glacier.url}\n`);
}

function optionsOf(values: Partial<Record<keyof typeof flags, string | boolean>>): GlacierOptions {
  const given = (name: keyof typeof flags): string | undefined => values[name]?.toString();
  const credentials = {
    accessKeyId: needed(process.env['AWS_ACCESS_KEY_ID'], 'AWS_ACCESS_KEY_ID in the environment'),
    secretAccessKey: needed(process.env['AWS_SECRET_ACCESS_KEY'], 'AWS_SECRET_ACCESS_KEY in the environment'),
  };
  const endpoint = given('sns-endpoint');
  const numbers = numbersOf(values);
  return {
    folder: needed(given('folder'), '--folder'),
    credentials,
    host: given('host') ?? '127.0.0.1',
    region: given('region') ?? 'us-east-1',
    accountId: given('account-id') ?? '000000000000',
    ...(endpoint && { sns: { endpoint, credentials } }),
    port: 4569,
    ...numbers,
  };
}

/** `--port`, `--clock-scale` and every `--...-ms` that was given, under the name of its option. */
function numbersOf(values: Record<string, string | boolean>): Record<string, number> {
  const given = Object.entries(values).filter(([name]) => /^port$|^clock-scale$|-ms$/.test(name));
  return Object.fromEntries(
    given.map(([name, digits]) => {
      const value = Number(digits);
      if (!(value >= 0) || (name === 'clock-scale' && value === 0)) throw new Error(`--${name} must be a number.`);
      return [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value];
    }),
  );
}

function needed(value: string | undefined, name: string): string {
  if (!value) throw new Error(`Glacier needs ${name}; --help lists the flags.`);
  return value;
}
