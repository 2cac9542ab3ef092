// infra/main.ts — the app of the CDK: two stacks, the one that lasts and the one that runs.
import { App } from 'aws-cdk-lib';
import { stacksOf } from './stacks.ts';
import { readDeployment } from './settings.ts';

const app = new App();
stacksOf(app, readDeployment(app));
app.synth();
