// infra/access/roles.ts — a role for each process, made from the table of permissions and nothing else.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allowedTo } from '../permissions/actions.ts';
import { PROCESSES, type Process, type ResourceName } from '../permissions/grant.ts';
import { secretsFor } from '../data/readers.ts';
import type { Deployment } from '../settings.ts';
import type { Arns } from './arns.ts';

interface RolesProps {
  deployment: Deployment;
  arns: Arns;
}

/** Processes run in containers or on instances of their own; operators are people of the account. */
export class Roles extends Construct {
  readonly of: Record<Process, iam.Role>;

  constructor(scope: Construct, id: string, props: RolesProps) {
    super(scope, id);
    this.of = Object.fromEntries(PROCESSES.map((process) => [process, this.role(process, props)])) as typeof this.of;
  }

  private role(process: Process, { deployment, arns }: RolesProps): iam.Role {
    const { name, compute } = deployment;
    const role = new iam.Role(this, process, {
      roleName: `${name}-${process}-${Stack.of(this).region}`,
      description: `What ${process} of the Genomics Annotation Service may do (infra/permissions/table.ts)`,
      assumedBy: process === 'operator' ? new iam.AccountRootPrincipal() : machine(this, compute),
    });
    for (const { on, actions } of allowedTo(process)) {
      const resource = arns[on];
      // An archive that this deployment does not have.
      if (resource) role.addToPolicy(new iam.PolicyStatement({ sid: sidOf(on), actions, resources: [resource] }));
    }
    if (compute === 'instances' && process !== 'operator') this.instance(process, { role, deployment });
    return role;
  }

  /** An instance reads its secrets and writes its log itself; for containers ECS does both, by a role of its own. */
  private instance(process: Process, { role, deployment }: { role: iam.Role; deployment: Deployment }): void {
    const { name } = deployment;
    new iam.InstanceProfile(this, `${process}-profile`, { role, instanceProfileName: role.roleName });
    const arn = (service: string, resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const may = (actions: string[], resources: string[]) =>
      role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
    const secrets = secretsFor(process, deployment).map((setting) =>
      arn('secretsmanager', 'secret', `${name}/${setting}-??????`),
    );
    may(['secretsmanager:GetSecretValue'], secrets);
    const log = arn('logs', 'log-group', `/${name}/${process}`);
    may(
      [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'logs:PutRetentionPolicy',
        'logs:DescribeLogStreams',
      ],
      [log, `${log}:*`],
    );
  }
}

/** Containers of this account alone: else a service of AWS could be made to use the role for somebody else. */
function machine(scope: Construct, compute: Deployment['compute']): iam.IPrincipal {
  if (compute === 'instances') return new iam.ServicePrincipal('ec2.amazonaws.com');
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  return new iam.ServicePrincipal('ecs-tasks.amazonaws.com', { conditions });
}

/** `table/annotations/index` as `TableAnnotationsIndex`. */
function sidOf(on: ResourceName): string {
  return on.replaceAll(/(^|[/-])([a-z])/g, (_, _separator, letter: string) => letter.toUpperCase());
}
