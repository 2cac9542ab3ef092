// test/ops/ops.test.ts — the alert rules by promtool: right, and firing over what they are for; each leads to a page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { ROOT } from '../../local/environment.ts';
import { hasPrometheus } from '../support/prometheus.ts';

interface Rules {
  groups: { rules: { alert: string; annotations: { runbook: string } }[] }[];
}

const promtool = (...args: string[]) => promisify(execFile)('promtool', args, { cwd: ROOT });
const read = (file: string) => readFile(join(ROOT, file), 'utf8');

describe('the alert rules', () => {
  it('are right, and each of them fires over what it is for and stays quiet on a good day', async function () {
    if (!hasPrometheus()) return this.skip();
    await promtool('check', 'config', 'ops/prometheus.yml');
    await promtool('test', 'rules', 'test/ops/alerts.yml');
  });

  it('lead to a page of the runbook each, and are all tried', async () => {
    const { groups } = parse(await read('ops/alerts.yml')) as Rules;
    const tried = await read('test/ops/alerts.yml');
    for (const { alert, annotations } of groups.flatMap(({ rules }) => rules)) {
      assert.match(tried, new RegExp(`- name: ${alert}\n`), alert);
      assert.match(annotations.runbook, /^docs\/runbook\/[a-z-]+\.md$/, alert);
    }
  });
});
