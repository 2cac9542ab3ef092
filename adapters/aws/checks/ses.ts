// adapters/aws/checks/ses.ts — whether Amazon SES sends for us: to anybody, and from our address.
import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Check, Seen } from '../../../domain/checkup.ts';
import { wellUnless } from '../../../domain/checkup.ts';
import { awsCheck } from './refusals.ts';

export function sesCheck({ client, from }: { client: Pick<SESv2Client, 'send'>; from: string }): Check {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from;
  return awsCheck({
    area: 'mail',
    subject: 'Amazon SES',
    service: 'SES',
    rights: 'ses:GetAccount and GetEmailIdentity',
    create: `Verify the domain of ${address} at SES, or set GAS_MAIL_FROM to an address of one that is.`,
    look: async (abortSignal) => {
      const account = await client.send(new GetAccountCommand({}), { abortSignal });
      return wellUnless(
        [
          account.SendingEnabled === false && {
            problem: 'SES has stopped sending for this account.',
            advice: 'See the reputation page of SES: bounces or complaints; then ask AWS to let it send again.',
          },
          account.ProductionAccessEnabled === false && {
            problem: 'SES is in its sandbox: it sends to verified addresses only.',
            advice: 'Ask for production access on the account page of SES.',
          },
          await identityProblem(client, address, abortSignal),
        ],
        `it sends from ${address}`,
      );
    },
  });
}

/** The address itself may be verified, or its whole domain. */
async function identityProblem(
  client: Pick<SESv2Client, 'send'>,
  address: string,
  abortSignal: AbortSignal,
): Promise<Seen | undefined> {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const verified = await Promise.all(
    [address, domain].map(async (EmailIdentity) => {
      const asked = client.send(new GetEmailIdentityCommand({ EmailIdentity }), { abortSignal });
      const identity = await asked.catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NotFoundException') return undefined;
        throw error;
      });
      return identity?.VerifiedForSendingStatus === true;
    }),
  );
  if (verified.includes(true)) return undefined;
  return {
    problem: `Neither ${address} nor ${domain} is verified.`,
    advice: `Verify ${domain} at SES (three DNS records), or set GAS_MAIL_FROM to an address of a domain that is.`,
  };
}
