// test/temporal/tls.test.ts — the connection to Temporal over TLS, as settings make it: mTLS and API keys, and what `gas doctor`
// says where they are wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { readConfig } from '../../config.ts';
import { Problem } from '../../domain/checkup.ts';
import { temporalChecks } from '../../temporal/checks.ts';
import { connectClient, connectionOptions } from '../../temporal/connection.ts';
import { openDevServer } from '../support/dev-server.ts';
import { anAuthority, type Authority, type Certificate } from './support/authority.ts';
import { type TlsFront, tlsFront } from './support/tls-front.ts';

const API_KEY = 'an-api-key-of-this-namespace';
const NAME = 'temporal.test';

describe('a connection to Temporal over TLS', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'gas-tls-'));
  let env: TestWorkflowEnvironment;
  let authority: Authority;
  let stranger: Authority;
  let client: Certificate;
  let mutual: TlsFront;
  let cloud: TlsFront;
  before(async () => {
    authority = anAuthority(folder, 'authority.test');
    stranger = anAuthority(folder, 'stranger.test');
    client = authority.issue('gas.test');
    const certificate = authority.issue(NAME);
    env = await openDevServer();
    mutual = await tlsFront({ before: env.address, certificate, clientsOf: authority.cert });
    cloud = await tlsFront({ before: env.address, certificate, apiKey: API_KEY });
  });
  after(async () => {
    await Promise.all([mutual?.close(), cloud?.close()]);
    await env?.teardown();
    rmSync(folder, { recursive: true });
  });

  type Settings = Record<string, string | undefined>;
  const trusting = (): Settings => ({
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.cert,
    TEMPORAL_TLS_SERVER_NAME: NAME,
  });
  const ours = (): Settings => ({
    TEMPORAL_ADDRESS: mutual.address,
    ...trusting(),
    TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
  });
  const keyed = (key: string): Settings => ({
    TEMPORAL_ADDRESS: cloud.address,
    ...trusting(),
    TEMPORAL_API_KEY: key,
  });

  /** As web, bridge and command line connect, and as workers do, by a library of their own. */
  async function connected(settings: Settings): Promise<string[]> {
    const { temporal } = readConfig(settings);
    const outcomes = await Promise.all([looked(temporal), joined(temporal)]);
    return outcomes;
  }

  it('is made by clients and by workers with the authority, the name and the certificate that are set', async () => {
    assert.deepEqual(await connected(ours()), ['well', 'well']);
  });

  it('carries the API key, of which the server then knows who calls', async () => {
    assert.deepEqual(await connected(keyed(API_KEY)), ['well', 'well']);
    assert.deepEqual([...new Set(cloud.authorizations)], [`Bearer ${API_KEY}`]);
  });

  const WRONG: [what: string, settings: () => Settings, told: RegExp][] = [
    [
      'an authority that did not sign the certificate of the server',
      () => ({ ...ours(), TEMPORAL_TLS_SERVER_CA_CERT_PATH: stranger.cert }),
      /certificate.*TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
    ],
    [
      'a server of another name',
      () => ({ ...ours(), TEMPORAL_TLS_SERVER_NAME: 'other.test' }),
      /certificate.*TEMPORAL_TLS_SERVER_NAME/,
    ],
    [
      'no certificate, where the server asks for one',
      () => ({ TEMPORAL_ADDRESS: mutual.address, ...trusting() }),
      /certificate.*TEMPORAL_TLS_CLIENT_CERT_PATH/,
    ],
    ['no TLS, where the server wants it', () => ({ TEMPORAL_ADDRESS: cloud.address }), /TEMPORAL_TLS/],
    ['a wrong API key', () => keyed('wrong'), /Temporal refuses us.*API key/],
  ];
  for (const [what, settings, told] of WRONG) {
    it(`is refused with ${what}, in words that say what to mend`, async () => {
      const [said, joining] = await connected(settings());
      assert.match(said!, told);
      assert.notEqual(joining, 'well');
    });
  }
});

type Temporal = ReturnType<typeof readConfig>['temporal'];

async function looked(temporal: Temporal): Promise<string> {
  const client = connectClient(temporal);
  try {
    const [server] = temporalChecks(client, temporal);
    await server!.look(new AbortController().signal);
    return 'well';
  } catch (error) {
    assert.ok(error instanceof Problem);
    return `${error.message} ${error.advice}`;
  } finally {
    await client.connection.close();
  }
}

async function joined(temporal: Temporal): Promise<string> {
  try {
    const connection = await NativeConnection.connect(connectionOptions(temporal));
    await connection.workflowService.getSystemInfo({});
    await connection.close();
    return 'well';
  } catch (error) {
    return String(error);
  }
}
