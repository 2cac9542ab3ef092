// local/mailbox.ts — the mailbox page as a process.
import { readConfig } from '../config.ts';
import { mailboxServer } from './mailbox-server.ts';
import { loopback } from './ports.ts';

const { local, mail } = readConfig();
const server = mailboxServer(mail.target.replace(/^folder:/, ''));
server.listen(local.ports.mailbox, '127.0.0.1', () => console.log(`mailbox: ${loopback(local.ports.mailbox)}`));
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
