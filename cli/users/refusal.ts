// cli/users/refusal.ts — what an answer that is none means for whoever asked, and what to do about it.
import { z } from 'zod';
import { CliFailure } from '../failure.ts';
import { printable } from './words.ts';

/** Of the contract's ErrorBody: an id that this program does not know yet is shown all the same. */
const Refusal = z.object({
  error: z.object({
    id: z.string(),
    message: z.string(),
    upgrade_url: z.string().optional(),
    request_id: z.string().optional(),
  }),
});
type Refusal = z.infer<typeof Refusal>['error'];

/** The failure that the answer of the service at `url` stands for. */
export async function refusal(answer: Response, url: string): Promise<CliFailure> {
  const location = answer.headers.get('location');
  if (location) return new CliFailure('service-away', `${url} leads on to ${location}: see GAS_URL.`);
  const parsed = Refusal.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) {
    return new CliFailure('service-away', `${url} answers ${answer.status}, not as this service does: see GAS_URL.`);
  }
  const { error } = parsed.data;
  const hint = hintFor(error, { url, answer });
  return new CliFailure('service-refused', printable(`${error.message}${hint ? ` ${hint}` : ''}`), error.id);
}

function hintFor(error: Refusal, { url, answer }: { url: string; answer: Response }): string | undefined {
  const at = (path: string) => new URL(path, url).href;
  if (error.id === 'token-invalid') return `Make a new one at ${at('/profile')} and set GAS_TOKEN to it.`;
  if (error.id === 'token-not-enough') {
    return `Make one with the scope \`write\` at ${at('/profile')} and set GAS_TOKEN to it.`;
  }
  if (error.upgrade_url) return `See ${at(error.upgrade_url)}.`;
  if (error.request_id) return `The operator finds it by the request ${error.request_id}.`;
  const seconds = answer.headers.get('retry-after');
  return answer.status === 429 && seconds ? `Try again in ${seconds} s.` : undefined;
}
