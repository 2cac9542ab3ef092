// adapters/aws/ses-sender.ts — sends finished messages by Amazon SES.
import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { type AwsOptions, sesClient } from './clients.ts';

/** The address of `from`, or its domain, must be verified at SES. `configurationSet` names where SES tells of bounces. */
export function sesSender(
  aws: AwsOptions,
): (mail: { message: Uint8Array; from: string; to: string; configurationSet?: string }) => Promise<void> {
  const client = sesClient(aws);
  return async ({ message, from, to, configurationSet }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Raw: { Data: message } },
      ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    });
    await client.send(command).catch(nameless);
  };
}

/** SES's words name the addresses of a mail; they would end in logs and histories. */
function nameless(error: unknown): never {
  if (!(error instanceof SESv2ServiceException)) throw error;
  throw new Error(`SES refused the mail: ${error.name} (${error.$metadata.httpStatusCode ?? 'no status'})`);
}
