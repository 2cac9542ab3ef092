import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { secretsFor, secretsOf } from '../data/readers.ts';
import { allowedTo, linesOf } from '../permissions/actions.ts';
import { PROCESSES } from '../permissions/grant.ts';
import { GRANTS } from '../permissions/table.ts';
import { parseDeployment } from '../settings.ts';
import { stacksOf } from '../stacks.ts';
import { example, synthesised } from './templates.ts';

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

describe('the roles', () => {
  for (const archive of ['glacier-vault', 's3-glacier'] as const)
    it(`are what the table says, one for each process, with ${archive}`, () => {
      const { data } = synthesised(archive);
      const other = archive === 's3-glacier' ? /^(vault|retrieval-policy)$/ : /\/archive$/;
      for (const process of PROCESSES) {
        const statements = statementsOf(data, process);
        const expected = allowedTo(process).filter(({ on }) => !other.test(on));
        assert.deepEqual(
          statements.map(({ Action }) => [Action].flat().toSorted()),
          expected.map(({ actions }) => actions.toSorted()),
        );
        assert.ok(statements.every(({ Effect }) => Effect === 'Allow'));
      }
    });

  it('name every resource, and use no wildcard but for indexes and for the keys below our prefix', () => {
    const { data } = synthesised('s3-glacier');
    for (const process of PROCESSES)
      for (const { Sid, Action, Resource } of statementsOf(data, process)) {
        const text = JSON.stringify(Resource);
        const wild = /index$/i.test(Sid) ? '/index/*' : Sid.startsWith('Objects') ? '/gas/*' : '';
        const ofAccount = ['RetrievalPolicy', 'MailAccount'].includes(Sid); // IAM knows no resource of these
        assert.equal(text.replace(wild, '').includes('*'), ofAccount, `${process} ${Sid} ${text}`);
        assert.equal([Action].flat().join().includes('*'), false);
      }
  });

  it('let machines of this account have those of processes, and people of it that of operators', () => {
    const { data } = synthesised('s3-glacier');
    for (const process of PROCESSES) {
      const [role] = Object.values(
        data.findResources('AWS::IAM::Role', { Properties: { RoleName: `gas-${process}-eu-central-1` } }),
      );
      const trusted = JSON.stringify(role!['Properties'].AssumeRolePolicyDocument);
      assert.equal(trusted.includes('ecs-tasks.amazonaws.com'), process !== 'operator');
      assert.equal(trusted.includes('"AWS"'), process === 'operator');
    }
  });
});

describe('the roles of instances', () => {
  it('may read the secrets of their process alone, and write its log', () => {
    const app = new App();
    const deployment = parseDeployment({ ...example, compute: 'instances' });
    const { data } = stacksOf(app, deployment);
    const template = Template.fromStack(data);
    for (const process of PROCESSES.filter((each) => each !== 'operator')) {
      const [secrets, log] = statementsOf(template, process).slice(-2);
      const named = JSON.stringify(secrets!.Resource);
      for (const setting of secretsOf(deployment))
        assert.equal(
          named.includes(`/${setting}-`),
          secretsFor(process, deployment).includes(setting),
          `${process} ${setting}`,
        );
      assert.match(JSON.stringify(log!.Resource), new RegExp(`/gas/${process}"`));
    }
    template.resourceCountIs('AWS::IAM::InstanceProfile', PROCESSES.length - 1);
  });
});

describe('the table of permissions', () => {
  it('has each line once', () => {
    for (const process of PROCESSES) assert.equal(new Set(linesOf(process)).size, linesOf(process).length);
  });

  it('names a test that there is for everything that no journey comes by', () => {
    for (const { also } of GRANTS)
      if (also?.test) assert.ok(existsSync(join(import.meta.dirname, '../..', also.test)), also.test);
  });
});

function statementsOf(data: ReturnType<typeof synthesised>['data'], process: string): Statement[] {
  const [role] = Object.keys(
    data.findResources('AWS::IAM::Role', { Properties: { RoleName: `gas-${process}-eu-central-1` } }),
  );
  const policies = Object.values(data.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } }));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
}
