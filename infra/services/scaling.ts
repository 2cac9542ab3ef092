// infra/services/scaling.ts — how many of each process run: each by the work that waits for it, and by CPU where that is more.
import { Duration, Stack } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';

/** Percent, as the second signal of everything. */
const CPU = 60;
/** Requests a minute that one web process serves with ease. */
const REQUESTS = 1500;
/** Seconds that the oldest message of a queue may be old. */
const AGE = 60;
/** Tasks that wait for each worker of their queue. */
const BACKLOG: Record<string, number> = { 'gas-workflows': 50, 'gas-transfer': 4, 'gas-annotate': 4 };

/** More at once, fewer slowly: work that has come may come again. */
const PACE = { scaleOutCooldown: Duration.minutes(1), scaleInCooldown: Duration.minutes(10) };

export interface Range {
  least: number;
  most: number;
}

function scalable(service: ecs.FargateService, { least, most }: Range): ecs.ScalableTaskCount {
  const count = service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most });
  count.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: CPU, ...PACE });
  return count;
}

export function scaleByRequests(
  service: ecs.FargateService,
  range: Range,
  targetGroup: elb.ApplicationTargetGroup,
): void {
  scalable(service, range).scaleOnRequestCount('Requests', { requestsPerTarget: REQUESTS, targetGroup, ...PACE });
}

/** By the backlog of a task queue of Temporal, which the bridge tells CloudWatch (GAS_BACKLOG_EVERY). */
export function scaleByBacklog(service: ecs.FargateService, range: Range, metric: cloudwatch.Metric): void {
  const targetValue = BACKLOG[metric.dimensions!['TaskQueue'] as string]!;
  scalable(service, range).scaleToTrackCustomMetric('Backlog', { metric, targetValue, ...PACE });
}

/** As bridge/backlog.ts writes it: tasks that wait, for each worker that polls. */
export function backlogMetric(
  namespace: string,
  taskQueue: string,
  metricName = 'BacklogPerWorker',
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'GAS',
    metricName,
    dimensionsMap: { TemporalNamespace: namespace, TaskQueue: taskQueue },
    statistic: cloudwatch.Stats.AVERAGE,
    period: Duration.minutes(1),
  });
}

/** By the oldest message of all queues. The CDK knows no target of several metrics, CloudFormation does. */
export function scaleByAge(
  scope: Construct,
  { service, range, queues }: { service: ecs.FargateService; range: Range; queues: readonly string[] },
): void {
  const count = scalable(service, range);
  const target = count.node.findChild('Target') as scaling.ScalableTarget;
  const ages = queues.map((queueName, index) => ({
    id: `age${index}`,
    returnData: false,
    metricStat: {
      metric: {
        namespace: 'AWS/SQS',
        metricName: 'ApproximateAgeOfOldestMessage',
        dimensions: [{ name: 'QueueName', value: queueName }],
      },
      stat: 'Maximum',
    },
  }));
  const oldest = { id: 'oldest', expression: `MAX([${ages.map(({ id }) => id).join(', ')}])`, returnData: true };
  new scaling.CfnScalingPolicy(scope, 'Age', {
    policyName: `${Stack.of(scope).stackName}-bridge-age`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: target.scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: AGE,
      scaleOutCooldown: PACE.scaleOutCooldown.toSeconds(),
      scaleInCooldown: PACE.scaleInCooldown.toSeconds(),
      customizedMetricSpecification: { metrics: [...ages, oldest] },
    },
  });
}
