// adapters/aws/ses-mail.ts — mail through Amazon SES, as the very message that SMTP would carry.
import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import type { Mail } from '../../domain/ports.ts';
import { envelope } from '../mail/envelope.ts';
import type { AwsOptions } from './clients.ts';

const TIMEOUT_MS = 20_000;

/** The address of `from`, or its domain, must be verified at SES. `configurationSet` names where SES tells of bounces. */
export function sesMail({
  aws,
  from,
  configurationSet,
}: {
  aws: AwsOptions;
  from: string;
  configurationSet?: string;
}): Mail {
  const { glacierEndpoint: _, s3Endpoint: __, ...options } = aws;
  const requestHandler = { connectionTimeout: 3000, requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true };
  const client = new SESv2Client({ ...options, maxAttempts: 4, requestHandler });
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  return {
    async send(message) {
      // Raw: the headers that end such mails by one click are ours, and so is the Message-ID until SES puts its own.
      const { message: bytes } = await transport.sendMail(envelope(message, from));
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [message.to] },
        Content: { Raw: { Data: bytes as Buffer } },
        ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
      });
      await client.send(command).catch(nameless);
    },
  };
}

/** SES's words name the addresses of a mail; they would end in logs and histories. */
function nameless(error: unknown): never {
  if (!(error instanceof SESv2ServiceException)) throw error;
  throw new Error(`SES refused the mail: ${error.name} (${error.$metadata.httpStatusCode ?? 'no status'})`);
}
