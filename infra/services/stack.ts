// infra/services/stack.ts — what runs: network, load balancer, the processes as containers, their numbers, the alarms.
import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { DataStack } from '../data/stack.ts';
import { namesOf, processSettings } from '../environment.ts';
import type { Process } from '../permissions/grant.ts';
import type { Deployment } from '../settings.ts';
import { Alarms } from './alarms.ts';
import { Front } from './front.ts';
import { Network } from './network.ts';
import { backlogMetric, scaleByAge, scaleByBacklog, scaleByRequests } from './scaling.ts';
import { GasService } from './service.ts';

const WORKERS = {
  'worker-workflows': 'gas-workflows',
  'worker-transfer': 'gas-transfer',
  'worker-annotate': 'gas-annotate',
} as const;
const SMALL = { cpu: 512, memory: 1024 };
/** Hashes gigabytes, and holds the parts that are under way. */
const TRANSFER = { cpu: 1024, memory: 2048, diskGib: 50 };

/** Keeps nothing: it may be deleted and made again at any time. */
export class ServicesStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { deployment, data, ...props }: StackProps & { deployment: Deployment; data: DataStack },
  ) {
    super(scope, id, props);
    const { name, temporalNamespace: namespace } = deployment;
    const names = namesOf(deployment);
    const { vpc } = new Network(this, 'Network', deployment);
    const make = this.maker({
      deployment,
      data,
      cluster: new ecs.Cluster(this, 'Cluster', { clusterName: name, vpc }),
    });

    const { service: web } = make('web', SMALL, names.web.port);
    const front = new Front(this, 'Front', {
      vpc,
      web,
      port: names.web.port,
      certificateArn: deployment.certificateArn,
    });
    scaleByRequests(web, deployment, front.targets);

    const { service: bridge } = make('bridge', SMALL);
    scaleByAge(this, { service: bridge, range: deployment, queues: Object.values(names.queues) });

    for (const [process, taskQueue] of Object.entries(WORKERS) as [keyof typeof WORKERS, string][])
      scaleByBacklog(
        make(process, sizeOf(process, deployment)).service,
        deployment,
        backlogMetric(namespace, taskQueue),
      );

    const { queues, dead } = data.messaging;
    const backlogs = { namespace, taskQueues: Object.values(WORKERS) };
    new Alarms(this, 'Alarms', { name, email: deployment.alarmEmail, queues, dead, targets: front.targets, backlogs });
    new CfnOutput(this, 'Address', {
      value: front.balancer.loadBalancerDnsName,
      description: `CNAME of ${deployment.domain}`,
    });
  }

  /** Whichever two the region gives this account: found when it is deployed, so that nothing is asked of AWS before. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }

  private maker({ deployment, data, cluster }: { deployment: Deployment; data: DataStack; cluster: ecs.Cluster }) {
    const image = ecs.ContainerImage.fromEcrRepository(data.images, deployment.imageTag);
    return (process: Process, size: { cpu: number; memory: number }, port?: number) =>
      new GasService(this, process, {
        process,
        cluster,
        image,
        size,
        taskRole: data.roles.of[process],
        settings: {
          ...processSettings(deployment),
          ...(process === 'bridge' ? { GAS_BACKLOG_EVERY: '1m' } : {}),
        },
        secrets: data.secrets.for(process),
        name: deployment.name,
        least: deployment.least,
        ...(port ? { port } : {}),
      });
  }
}

function sizeOf(process: keyof typeof WORKERS, { annotateCpu: cpu, annotateMemory: memory }: Deployment) {
  if (process === 'worker-annotate') return { cpu, memory, diskGib: 100 };
  return process === 'worker-transfer' ? TRANSFER : SMALL;
}
