// infra/services/service.ts — one process as a Fargate service: read-only, not root, its own role, its own log; what dies is
// started again, and a deployment that does not come up is taken back.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Process } from '../permissions/grant.ts';

interface GasServiceProps {
  process: Process;
  cluster: ecs.ICluster;
  image: ecs.ContainerImage;
  taskRole: iam.IRole;
  settings: Record<string, string>;
  secrets: readonly [string, secretsmanager.ISecret][];
  name: string;
  size: { cpu: number; memory: number; diskGib?: number };
  /** How many run at first and at least. */
  least: number;
  port?: number;
}

/** Where the image lets its user write: files under annotation. */
const SCRATCH = '/scratch';

export class GasService extends Construct {
  readonly service: ecs.FargateService;
  readonly securityGroup: ec2.ISecurityGroup;

  constructor(scope: Construct, id: string, props: GasServiceProps) {
    super(scope, id);
    const { process, cluster, least, name } = props;
    const taskDefinition = this.task(props);
    this.service = new ecs.FargateService(this, 'Service', {
      serviceName: `${name}-${process}`,
      cluster,
      taskDefinition,
      desiredCount: least,
      // New ones are up before an old one goes.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      enableExecuteCommand: false,
      ...(process === 'web' ? { healthCheckGracePeriod: Duration.minutes(2) } : {}),
    });
    this.securityGroup = this.service.connections.securityGroups[0]!;
  }

  private task({ process, image, size, ...props }: GasServiceProps): ecs.FargateTaskDefinition {
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      family: `${props.name}-${process}`,
      cpu: size.cpu,
      memoryLimitMiB: size.memory,
      ...(size.diskGib ? { ephemeralStorageGiB: size.diskGib } : {}),
      taskRole: props.taskRole,
      volumes: [{ name: 'scratch' }],
    });
    const [command, role] = process.split('-');
    const container = task.addContainer(process, {
      image,
      command: [command!],
      environment: {
        ...props.settings,
        // CloudTrail then shows which process called.
        AWS_SDK_UA_APP_ID: `${props.name}-${process}`,
        ...(role ? { GAS_WORKER_ROLES: role } : {}),
      },
      secrets: Object.fromEntries(props.secrets.map(([key, secret]) => [key, ecs.Secret.fromSecretsManager(secret)])),
      readonlyRootFilesystem: true,
      user: '10001:10001',
      linuxParameters: new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true }),
      // What is in hand gets its time; a worker's steps go on elsewhere after it.
      stopTimeout: Duration.seconds(60),
      healthCheck: {
        command: ['CMD', 'deploy/run.sh', 'healthy', 'live'],
        interval: Duration.seconds(15),
        timeout: Duration.seconds(10),
        startPeriod: Duration.seconds(60),
        retries: 4,
      },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: process, logGroup: this.log(`/${props.name}/${process}`) }),
      ...(props.port ? { portMappings: [{ containerPort: props.port }] } : {}),
    });
    container.addMountPoints({ containerPath: SCRATCH, sourceVolume: 'scratch', readOnly: false });
    return task;
  }

  private log(logGroupName: string): logs.LogGroup {
    const retention = logs.RetentionDays.THREE_MONTHS;
    return new logs.LogGroup(this, 'Log', { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
  }
}
