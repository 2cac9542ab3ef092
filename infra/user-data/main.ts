// infra/user-data/main.ts — `npm run infra -- user-data PROCESS`: prints the user data of an instance for that process.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROCESSES } from '../permissions/grant.ts';
import { parseDeployment } from '../settings.ts';
import { cloudInit } from './cloud-init.ts';

const wanted = PROCESSES.find((known) => known === process.argv[2]);
if (!wanted || wanted === 'operator') {
  console.error(`Which process? ${PROCESSES.filter((known) => known !== 'operator').join(', ')}`);
  process.exit(1);
}
const context = readFileSync(join(import.meta.dirname, '../cdk.context.json'), 'utf8');
process.stdout.write(cloudInit(wanted, parseDeployment(JSON.parse(context) as Record<string, unknown>)));
