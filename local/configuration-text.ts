// local/configuration-text.ts — docs/configuration.md, from config.ts, which knows names and forms, and .env.example, which
// explains them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSecret } from '../config-secrets.ts';
import { settingForm } from '../config.ts';
import { ROOT } from './environment.ts';

const HEAD = `# Configuration

Every setting of every process, with its default. Made from \`config.ts\` and \`.env.example\` by \`npm run configuration\`; a test
compares. Settings are environment variables; an empty one counts as not set. A process that finds a wrong one says so in
a line and does not start; \`npm run gas -- doctor\` checks them with everything they name.
`;

interface Setting {
  name: string;
  value: string;
}

/** The text of the page. */
export function configurationText(): string {
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const [, ...blocks] = example.split(/\n{2,}/).map((block) => block.trimEnd());
  return `${HEAD}\n${blocks.flatMap(blockText).join('\n')}`;
}

/** A block is a heading, where it has one, and groups: a comment with the settings that it explains. */
function blockText(block: string): string[] {
  const lines: string[] = [];
  let comment: string[] = [];
  let group: Setting[] = [];
  const close = () => {
    if (comment.length > 0) lines.push(comment.join('\n'), '');
    if (group.length > 0) lines.push(...table(group), '');
    comment = [];
    group = [];
  };
  for (const line of block.split('\n')) {
    const heading = /^# --- (.*) ---$/.exec(line)?.[1];
    const [, name, value = ''] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === undefined && group.length > 0) close();
    if (heading) lines.push(`## ${heading}`, '');
    else if (name !== undefined) group.push({ name, value });
    else comment.push(line.replace(/^# ?/, ''));
  }
  close();
  return lines;
}

function table(settings: readonly Setting[]): string[] {
  const rows = settings.map(({ name, value }) => {
    const secret = isSecret(name) ? '; a secret' : '';
    return [
      `\`${name}\``,
      value === '' ? 'none' : `\`${value.replaceAll('|', '\\|')}\``,
      `${settingForm(name)}${secret}`,
    ];
  });
  return ['| setting | default | form |', '| --- | --- | --- |', ...rows.map((cells) => `| ${cells.join(' | ')} |`)];
}
