// infra/services/alarms.ts — what somebody should look at, told to one topic. Each alarm names a page of docs/operating.md.
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { backlogMetric } from './scaling.ts';

interface AlarmsProps {
  name: string;
  email: string | undefined;
  queues: Record<string, sqs.IQueue>;
  dead: Record<string, sqs.IQueue>;
  targets: elb.ApplicationTargetGroup;
  backlogs: { namespace: string; taskQueues: readonly string[] };
}

const FIVE_MINUTES = Duration.minutes(5);
const QUARTER_HOUR = 15 * 60;

interface Watch {
  metric: cloudwatch.IMetric;
  threshold: number;
  /** Of five minutes each. */
  periods?: number;
  text: string;
  /** Silence is trouble too. */
  silence?: boolean;
}

export class Alarms extends Construct {
  private readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { name, email, queues, dead, targets, backlogs }: AlarmsProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { topicName: `${name}-alarms`, enforceSSL: true });
    if (email) this.topic.addSubscription(new subscriptions.EmailSubscription(email));
    for (const [kind, queue] of Object.entries(dead))
      this.watch(`${kind}Dead`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
        threshold: 1,
        text: 'Dead letters: docs/operating.md, "Dead letters"',
      });
    for (const [kind, queue] of Object.entries(queues))
      this.watch(`${kind}Old`, {
        metric: queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES }),
        threshold: QUARTER_HOUR,
        text: 'Messages are not handed over: is Temporal away, do bridges run?',
      });
    this.watchWeb(targets);
    for (const taskQueue of backlogs.taskQueues)
      this.watch(taskQueue, {
        metric: backlogMetric(backlogs.namespace, taskQueue, 'BacklogAge').with({ period: FIVE_MINUTES }),
        threshold: 2 * QUARTER_HOUR,
        silence: true,
        text: 'Work waits too long, or nobody tells: are there workers of this task queue, is Temporal away?',
      });
  }

  private watchWeb({ metrics }: elb.ApplicationTargetGroup): void {
    this.watch('WebErrors', {
      metric: metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT, { period: FIVE_MINUTES, statistic: 'Sum' }),
      threshold: 20,
      text: 'Web answers with errors: look into its log, by request id',
    });
    this.watch('WebUnhealthy', {
      metric: metrics.unhealthyHostCount({ period: FIVE_MINUTES, statistic: 'Minimum' }),
      threshold: 1,
      periods: 2,
      text: 'A web process is not ready: /health/ready says why',
    });
  }

  private watch(id: string, { metric, threshold, periods = 1, text, silence = false }: Watch): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      alarmDescription: text,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: silence ? cloudwatch.TreatMissingData.BREACHING : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
    alarm.addOkAction(new actions.SnsAction(this.topic));
  }
}
