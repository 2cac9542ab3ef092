// test/support/aws.ts — one AWS emulator for all test files of a run, started when first asked for.
import { after } from 'mocha';
import { awsClients, closeClients } from '../../adapters/aws/clients.ts';
import { readConfig } from '../../config.ts';
import { startAws } from '../../local/start-aws.ts';

const { tables, storage, archive } = readConfig({});

/** The tables and buckets that there are. */
export const names = {
  ...tables,
  inputs: storage.inputsBucket,
  results: storage.resultsBucket,
  archives: archive.bucket,
};

let shared: ReturnType<typeof start> | undefined;

/** Clients of the run's emulator, with every bucket, table, queue and topic of the service in it. */
export function testAws() {
  return (shared ??= start());
}

after(async () => {
  const running = await shared;
  await running?.stop();
});

async function start() {
  const aws = await startAws();
  const { config, url } = aws;
  const { region, credentials } = config.aws;
  const options = { region, endpoint: url, credentials: credentials! };
  const clients = awsClients(options);
  return {
    config,
    options,
    clients,
    async stop() {
      closeClients(clients);
      await aws.stop();
    },
  };
}
