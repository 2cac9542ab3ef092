// local/identity.ts — the local identity provider as a process.
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { identityKeys } from './identity-keys.ts';
import { identityProvider } from './identity-provider.ts';

const { identity, local, web } = readConfig();
const keys = identityKeys(join(local.folder, 'identity', 'keys.json'));
const provider = identityProvider({ ...identity, webUrl: web.url, keys });
const server = provider.listen(local.ports.identity, '127.0.0.1', () => console.log(`identity: ${identity.issuer}`));
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
