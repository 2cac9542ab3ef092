// local/configuration.ts — `npm run configuration`: writes docs/configuration.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationText } from './configuration-text.ts';
import { ROOT } from './environment.ts';

writeFileSync(join(ROOT, 'docs/configuration.md'), configurationText());
