// local/resources-client.ts — what every client of the emulators is opened with.
import type { Config } from '../config.ts';

/** Region, keys and endpoint of `config.aws`, each only where it is set. */
export function clientOptions({ region, credentials, endpoint }: Config['aws']) {
  return { region, ...(credentials && { credentials }), ...(endpoint && { endpoint }) };
}

/** Runs `use` with a client and closes it, whatever happens. */
export async function withClient<Client extends { destroy(): void }>(
  client: Client,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  try {
    await use(client);
  } finally {
    client.destroy();
  }
}
