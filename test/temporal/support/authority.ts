// test/temporal/support/authority.ts — certificate authorities for tests, by openssl: for a server, for a client, for nobody we know.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  /** PEM files. */
  cert: string;
  key: string;
}

export interface Authority extends Certificate {
  /** A certificate for a server of this name, or for a client. */
  issue(name: string): Certificate;
}

const CONFIG = `[req]
distinguished_name = dn
prompt = no
[dn]
CN = $ENV::NAME
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = DNS:$ENV::NAME
`;
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** An authority whose files lie in `folder`. */
export function anAuthority(folder: string, name: string): Authority {
  const config = join(folder, 'openssl.cnf');
  writeFileSync(config, CONFIG);
  const made = (subject: string, extensions: string, by: string[]): Certificate => {
    const [cert, key] = [join(folder, `${subject}.pem`), join(folder, `${subject}.key`)];
    const args = ['req', '-x509', '-config', config, '-extensions', extensions, ...NEW_KEY, ...by];
    execFileSync('openssl', [...args, '-keyout', key, '-out', cert], {
      env: { ...process.env, NAME: subject },
      stdio: 'pipe',
    });
    return { cert, key };
  };
  const own = made(name, 'authority', []);
  return { ...own, issue: (subject) => made(subject, 'leaf', ['-CA', own.cert, '-CAkey', own.key]) };
}
