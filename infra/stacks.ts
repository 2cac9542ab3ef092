// infra/stacks.ts — the stacks of one deployment.
import { type App, Tags } from 'aws-cdk-lib';
import { DataStack } from './data/stack.ts';
import { ServicesStack } from './services/stack.ts';
import type { Deployment } from './settings.ts';

export function stacksOf(app: App, deployment: Deployment): { data: DataStack; services?: ServicesStack } {
  const { name, account, region } = deployment;
  const env = { account, region };
  const data = new DataStack(app, `${name}-data`, {
    deployment,
    env,
    description: 'Genomics Annotation Service: what lasts',
  });
  Tags.of(app).add('service', name);
  if (deployment.compute === 'instances') return { data };
  const services = new ServicesStack(app, `${name}-services`, {
    deployment,
    data,
    env,
    description: 'Genomics Annotation Service: what runs',
  });
  return { data, services };
}
