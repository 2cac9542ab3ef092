// infra/test/templates.ts — the templates of a deployment with either kind of archive, written where cfn-lint reads them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Config } from '../../config.ts';
import { namesOf } from '../environment.ts';
import { parseDeployment, type Deployment } from '../settings.ts';
import { stacksOf } from '../stacks.ts';

export const example = JSON.parse(
  readFileSync(join(import.meta.dirname, '../cdk.context.example.json'), 'utf8'),
) as Record<string, unknown>;
const FOLDER = join(import.meta.dirname, '../../.local/infra/templates');

interface Synthesised {
  deployment: Deployment;
  names: Config;
  data: Template;
  services: Template;
}

const made = new Map<string, Synthesised>();

/** Made once for each kind: a synthesis takes seconds. */
export function synthesised(archive: 'glacier-vault' | 's3-glacier'): Synthesised {
  const known = made.get(archive);
  if (known) return known;
  const deployment = parseDeployment({ ...example, archive });
  const app = new App({ outdir: join(FOLDER, archive) });
  const { data, services } = stacksOf(app, deployment);
  app.synth();
  const fresh = {
    deployment,
    names: namesOf(deployment),
    data: Template.fromStack(data),
    services: Template.fromStack(services!),
  };
  made.set(archive, fresh);
  return fresh;
}
