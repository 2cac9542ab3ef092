// activities/notices.ts — what users are told by mail.
import type { JobId, JobRecord } from '../domain/job.ts';
import type { Ports } from './ports.ts';

export const createNoticeActivities = ({ jobs, users, mail, settings }: Ports) => ({
  /** Tells the owner how the annotation ended; silent where no address is known or the job is gone. */
  async mailOutcome(jobId: JobId): Promise<void> {
    const job = await jobs.get(jobId);
    if (!job || job.deletedAt !== undefined) return;
    const { profile } = await users.get(job.userId);
    const words = outcomeWords(job);
    if (!profile.email || !words) return;
    const link = `${settings.webUrl}/annotations/${jobId}`;
    await mail.send({
      id: `${jobId}-${job.status.toLowerCase()}-${job.attempt}`,
      to: profile.email,
      subject: words.subject,
      text: `${words.text}\n\n${link}\n`,
    });
  },
});

function outcomeWords({
  status,
  name,
  inputFileName,
  failure,
}: JobRecord): { subject: string; text: string } | undefined {
  const called = name ?? inputFileName;
  if (status === 'COMPLETED') {
    return {
      subject: `Annotated: ${called}`,
      text: `Your annotation of ${called} is complete. Result and log are on its page:`,
    };
  }
  if (status === 'FAILED') {
    return {
      subject: `Not annotated: ${called}`,
      text: `Your annotation of ${called} failed.\n\n${failure ?? ''}\n\nLog and retry are on its page:`,
    };
  }
  return undefined;
}
