// test/deploy/compose.test.ts — docker-compose.temporal.yml, without a Docker engine: its form, and what its services are told.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig, settingNames } from '../../config.ts';
import { ROOT } from '../../local/environment.ts';
import { composeFile, environmentOf, variables, type Service } from './support/compose.ts';
import { mistakesBy } from './support/schemas.ts';

const OURS = ['web', 'bridge', 'worker', 'prepare', 'codec'];
const PROCESSES = ['web', 'bridge', 'worker'];
/**
 * Of the machine that a person develops on, or of the image itself. Operators may be told by their identity provider instead
 * of by a secret: then web and codec get an override file.
 */
const ELSEWHERE =
  /^GAS_(LOCAL_|PYTHON|TEMPORAL_PORT|TEMPORAL_UI_PORT|TEMPORAL$|TEMPORAL_TEST|AWS_PORT|GLACIER_|IDENTITY_|MAILBOX_|URL$|TOKEN$|WORKFLOW_BUNDLE|BCFTOOLS|GENOME_FOLDER|SCRATCH_FOLDER|SPA_FOLDER|.*_(PORT|HOST)$)|^TEMPORAL_(TLS|API)|_KEYS_FILE$|^GAS_CODEC_(ISSUER|AUDIENCE|OPERATORS)$/;

const { services, volumes } = composeFile();
const mistakes = mistakesBy('compose-spec');
/** With the `.env` that it shows. */
const running = readFileSync(join(ROOT, 'docs/running.md'), 'utf8');
const example = parseEnv(/```dotenv\n([\s\S]*?)```/.exec(running)![1]!);

const runsToItsEnd = ({ restart }: Service) => restart.startsWith('on-failure');

describe('the compose file', () => {
  it('keeps to the schema of compose files, which a misspelt word breaks', () => {
    assert.deepEqual(mistakes(composeFile()), []);
    const misspelt = composeFile();
    Object.assign(misspelt.services['web']!, { restrat: 'always' });
    assert.match(mistakes(misspelt).join(), /services\/web must NOT have (additional|unevaluated) properties/);
  });

  it('gives our services settings that there are, and leaves none out', () => {
    const known = new Set<string>(settingNames);
    const given = OURS.flatMap((name) => Object.keys(services[name]!.environment!));
    const unknown = given.filter((name) => !known.has(name));
    assert.deepEqual(unknown, [], 'no such settings');
    const wanted = settingNames.filter((name) => !ELSEWHERE.test(name));
    const forgotten = wanted.filter((name) => !given.includes(name));
    assert.deepEqual(
      forgotten,
      [],
      'hand these through in docker-compose.temporal.yml, to the services that read them',
    );
  });

  it('starts with the settings that docs/running.md shows, and says what to do without them', () => {
    for (const { name, missing } of variables()) {
      assert.ok(settingNames.includes(name) || running.includes(`| \`${name}\``), `${name} is documented nowhere`);
      if (missing !== undefined) assert.ok(missing.length > 15 && example[name], `${name} is not in the example`);
    }
    for (const name of OURS) readConfig(environmentOf(services[name]!, example as Record<string, string>));
  });

  it('tells worker and web the same rules, and nobody secrets that he does not need', () => {
    const of = (name: string) => services[name]!.environment!;
    for (const rule of settingNames.filter((name) => name in of('worker') && name in of('web')))
      assert.equal(of('worker')[rule], of('web')[rule], rule);
    assert.deepEqual(
      PROCESSES.map((name) =>
        ['OIDC_CLIENT_SECRET', 'GAS_NOTICE_SECRET', 'GAS_MAIL'].map((secret) => secret in of(name)),
      ),
      [
        [true, true, false],
        [false, false, false],
        [false, true, true],
      ],
    );
    const literal = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(
        ([name, value]) => /SECRET|PASSWORD|PWD|KEYS$/.test(name) && value && !value.startsWith('${'),
      ),
    );
    assert.deepEqual(literal, []);
  });

  it('opens no port but those of web and, on this machine alone, for operators', () => {
    const open = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    assert.deepEqual(
      open.filter((port) => !/^[\w-]+ 127\.0\.0\.1:\d+:\d+$/.test(port)),
      ['web ${GAS_PUBLISH:-127.0.0.1:5080}:5080'],
    );
  });

  for (const [name, service] of Object.entries(services)) {
    it(`limits ${name}, and starts it after what it needs`, () => {
      const { limits } = service.deploy.resources;
      assert.ok(limits['cpus'] && limits['memory']);
      const { options } = service.logging;
      assert.deepEqual(Object.keys(options).toSorted(), ['max-file', 'max-size']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
      if (service.build === undefined) assert.match(service.image, /:\d+\.\d+(\.\d+)?(-\w+)?$/);
      if (!runsToItsEnd(service)) assert.equal(service.restart, 'unless-stopped');
      if (OURS.includes(name)) assert.deepEqual([service.read_only, service.cap_drop], [true, ['ALL']]);

      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const ends = runsToItsEnd(services[other]!);
        assert.equal(condition, ends ? 'service_completed_successfully' : 'service_healthy', other);
        assert.ok(ends || services[other]!.healthcheck?.test, `${other} has no health`);
      }
    });

    it(`finds what ${name} mounts`, () => {
      for (const volume of service.volumes ?? []) {
        const [from = ''] = volume.replace(/\$\{\w+:-([^}]+)\}/, '$1').split(':');
        assert.ok(Object.hasOwn(volumes, from) || from === './genomes' || existsSync(join(ROOT, from)), from);
      }
    });
  }
});
