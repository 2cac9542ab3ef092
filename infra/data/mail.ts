// infra/data/mail.ts — the mail identity: a domain that SES verifies by DKIM.
import { CfnOutput } from 'aws-cdk-lib';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

export class MailIdentity extends Construct {
  constructor(scope: Construct, id: string, domain: string) {
    super(scope, id);
    const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain(domain) });
    identity.dkimRecords.forEach(({ name, value }, index) => {
      const description = 'For the DNS of the mail domain';
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${name} CNAME ${value}`, description });
    });
  }
}
