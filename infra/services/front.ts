// infra/services/front.ts — the HTTPS load balancer before web.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

interface FrontProps {
  vpc: ec2.IVpc;
  web: ecs.FargateService;
  port: number;
  certificateArn: string;
}

export class Front extends Construct {
  readonly balancer: elb.ApplicationLoadBalancer;
  readonly targets: elb.ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { vpc, web, port, certificateArn }: FrontProps) {
    super(scope, id);
    this.balancer = new elb.ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: true,
      dropInvalidHeaderFields: true,
      // Pages follow their jobs by server-sent events, which are quiet for a while.
      idleTimeout: Duration.minutes(2),
    });
    this.balancer.logAccessLogs(this.accessLogs(), 'web');
    this.balancer.addRedirect();
    const listener = this.balancer.addListener('Https', {
      port: 443,
      certificates: [acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn)],
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
    });
    this.targets = listener.addTargets('Web', {
      port,
      protocol: elb.ApplicationProtocol.HTTP,
      targets: [web],
      healthCheck: { path: '/health/ready', interval: Duration.seconds(10), healthyThresholdCount: 2 },
      // Requests under way get as long as web gives them when it is told to stop.
      deregistrationDelay: Duration.seconds(20),
    });
  }

  private accessLogs(): s3.Bucket {
    return new s3.Bucket(this, 'AccessLogs', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
