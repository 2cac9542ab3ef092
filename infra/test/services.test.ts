import assert from 'node:assert/strict';
import { Match } from 'aws-cdk-lib/assertions';
import { processSettings } from '../environment.ts';
import { PROCESSES } from '../permissions/grant.ts';
import { synthesised } from './templates.ts';

interface Container {
  Command: string[];
  Environment: { Name: string; Value: unknown }[];
  Secrets?: { Name: string }[];
  ReadonlyRootFilesystem: boolean;
  User: string;
  Privileged?: boolean;
}

const predefined = (type: string) => ({
  PredefinedMetricSpecification: Match.objectLike({ PredefinedMetricType: type }),
});

describe('the stack that runs', () => {
  const { services, deployment, names } = synthesised('s3-glacier');
  const RUNNING = PROCESSES.filter((process) => process !== 'operator');

  function containerOf(process: string): Container {
    const found = services.findResources('AWS::ECS::TaskDefinition', { Properties: { Family: `gas-${process}` } });
    return Object.values(found)[0]!['Properties'].ContainerDefinitions[0] as Container;
  }

  it('runs each process at least twice, replaced only by what has come up, taken back where it does not', () => {
    for (const process of RUNNING)
      services.hasResourceProperties('AWS::ECS::Service', {
        ServiceName: `gas-${process}`,
        LaunchType: 'FARGATE',
        DesiredCount: 2,
        DeploymentConfiguration: {
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
      });
    services.resourceCountIs('AWS::ECS::Service', RUNNING.length);
  });

  it('gives every process a file system that it can not write, a user who is not root, a role of its own', () => {
    const roles = RUNNING.map((process) => {
      const { ReadonlyRootFilesystem, User, Privileged } = containerOf(process);
      assert.deepEqual([ReadonlyRootFilesystem, User, Privileged ?? false], [true, '10001:10001', false]);
      const [task] = Object.values(
        services.findResources('AWS::ECS::TaskDefinition', { Properties: { Family: `gas-${process}` } }),
      );
      return JSON.stringify(task!['Properties'].TaskRoleArn);
    });
    assert.equal(new Set(roles).size, RUNNING.length);
  });

  it('tells each process the settings, and the secrets that it needs, no others', () => {
    const expected: Record<string, string[]> = {
      web: ['GAS_CODEC_KEYS', 'GAS_NOTICE_SECRET', 'OIDC_CLIENT_SECRET', 'TEMPORAL_API_KEY'],
      bridge: ['GAS_CODEC_KEYS', 'TEMPORAL_API_KEY'],
      'worker-workflows': ['GAS_CODEC_KEYS', 'GAS_NOTICE_SECRET', 'TEMPORAL_API_KEY'],
      'worker-transfer': ['GAS_CODEC_KEYS', 'TEMPORAL_API_KEY'],
      'worker-annotate': ['GAS_CODEC_KEYS', 'TEMPORAL_API_KEY'],
    };
    for (const process of RUNNING) {
      const { Environment, Secrets = [], Command } = containerOf(process);
      const told = Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value]));
      for (const [setting, value] of Object.entries(processSettings(deployment))) assert.equal(told[setting], value);
      assert.deepEqual(Secrets.map(({ Name }) => Name).toSorted(), expected[process]);
      const [command, role] = process.split('-');
      assert.deepEqual([Command, told['GAS_WORKER_ROLES']], [[command], role]);
    }
  });

  it('is reached by HTTPS alone, which asks web whether it is ready', () => {
    services.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Protocol: 'HTTPS' });
    services.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      DefaultActions: [Match.objectLike({ Type: 'redirect', RedirectConfig: Match.objectLike({ Protocol: 'HTTPS' }) })],
    });
    services.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/health/ready',
      Port: names.web.port,
    });
  });

  it('scales each process from 2 to 10, by the work that waits and by CPU', () => {
    services.resourcePropertiesCountIs(
      'AWS::ApplicationAutoScaling::ScalableTarget',
      { MinCapacity: 2, MaxCapacity: 10 },
      RUNNING.length,
    );
    const follows = (specification: object, count: number) =>
      services.resourcePropertiesCountIs(
        'AWS::ApplicationAutoScaling::ScalingPolicy',
        { TargetTrackingScalingPolicyConfiguration: Match.objectLike(specification) },
        count,
      );
    follows(predefined('ECSServiceAverageCPUUtilization'), RUNNING.length);
    follows(predefined('ALBRequestCountPerTarget'), 1);
    for (const queue of ['gas-workflows', 'gas-transfer', 'gas-annotate']) {
      const dimensions = Match.arrayWith([{ Name: 'TaskQueue', Value: queue }]);
      const metric = { Namespace: 'GAS', MetricName: 'BacklogPerWorker', Dimensions: dimensions };
      follows({ CustomizedMetricSpecification: Match.objectLike(metric) }, 1);
    }
    const ages = Object.values(names.queues).map((value) =>
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: Match.objectLike({
            MetricName: 'ApproximateAgeOfOldestMessage',
            Dimensions: [{ Name: 'QueueName', Value: value }],
          }),
        }),
      }),
    );
    const oldest = Match.objectLike({ Expression: 'MAX([age0, age1, age2, age3])', ReturnData: true });
    follows({ CustomizedMetricSpecification: { Metrics: [...ages, oldest] } }, 1);
  });

  it('has the bridge tell CloudWatch the backlogs', () => {
    const told = containerOf('bridge').Environment.find(({ Name }) => Name === 'GAS_BACKLOG_EVERY');
    assert.equal(told?.Value, '1m');
  });

  it('tells one topic of dead letters, old messages, errors of web and waiting work', () => {
    const alarms = Object.values(services.findResources('AWS::CloudWatch::Alarm'));
    assert.equal(alarms.length, 2 * Object.keys(names.queues).length + 2 + 3);
    assert.ok(alarms.every(({ Properties }) => Properties.AlarmActions.length === 1 && Properties.AlarmDescription));
  });

  it('keeps the log of each process for three months', () => {
    for (const process of RUNNING)
      services.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/gas/${process}`, RetentionInDays: 90 });
  });
});
