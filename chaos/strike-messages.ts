// chaos/strike-messages.ts — messages that are doubled, late, foreign, early, in the wrong order, or no messages at all.
import { randomUUID } from 'node:crypto';
import type { FaultName } from './faults.ts';
import { annotationComplete, jobRequest, planChange, poison, thaw } from './messages.ts';
import { random, type Random } from './random.ts';
import type { Scene } from './scene.ts';

type Injection = (scene: Scene, source: Random) => Promise<string | undefined>;

const INJECTIONS: Partial<Record<FaultName, Injection>> = {
  async 'thaw-foreign'({ mailer }) {
    await mailer.send(thaw(`backup of somebody else ${randomUUID()}`, 'Succeeded'));
    await mailer.send(thaw(`result/${randomUUID()}`, 'Succeeded'));
    return 'two';
  },
  'thaw-early': async (scene, source) => sendThaw(scene, source, 'Succeeded'),
  'thaw-failed': async (scene, source) => sendThaw(scene, source, 'Failed'),
  async 'message-doubled'(scene, source) {
    const job = someJob(scene, source);
    if (!job) return undefined;
    await scene.mailer.send(annotationComplete(job, 'annotation complete, doubled'));
    await scene.mailer.send(annotationComplete(job, 'annotation complete, doubled'));
    await scene.mailer.send(jobRequest(job, scene.stack.config.storage, 'again.vcf'));
    return job.jobId;
  },
  async 'message-late'(scene, source) {
    const job = oldestJob(scene);
    if (!job) return undefined;
    await scene.mailer.send(annotationComplete(job, 'annotation complete, long after'));
    await scene.mailer.send(annotationComplete({ ...job, jobId: randomUUID() }, 'annotation complete of no job'));
    const actor = source.pick(scene.people);
    const [version, role] = [actor.plan.version(), source.pick(['free_user', 'premium_user'])];
    if (version > 0) await scene.mailer.send(planChange(actor.person.sub, role, 1 + source.below(version)));
    return job.jobId;
  },
  async 'message-out-of-order'(scene, source) {
    const actor = source.pick(scene.people.filter((one) => !one.closed()));
    await actor.plan.outOfOrder(async (version) => {
      const role = source.pick(['free_user', 'premium_user']);
      await scene.mailer.send(planChange(actor.person.sub, role, version + 2));
      await scene.mailer.send(planChange(actor.person.sub, opposite(role), version + 1));
      return { role, planVersion: version + 2 };
    });
    return actor.person.name;
  },
  async 'message-poison'({ mailer }, source) {
    const note = poison(source);
    await mailer.send(note);
    return note.queue;
  },
};

export async function strikeMessages(scene: Scene, fault: FaultName, draw: string): Promise<void> {
  const detail = await INJECTIONS[fault]?.(scene, random(draw));
  if (detail) scene.log.write('fault', { fault, times: 1, detail });
}

async function sendThaw(scene: Scene, source: Random, status: string): Promise<string | undefined> {
  const job = someJob(scene, source);
  if (!job) return undefined;
  await scene.mailer.send(thaw(`result/${job.jobId}`, status));
  return job.jobId;
}

function someJob({ people }: Scene, source: Random) {
  const jobs = people.flatMap((actor) => actor.jobs.map((jobId) => ({ jobId, userId: actor.person.sub })));
  return jobs.length > 0 ? source.pick(jobs) : undefined;
}

function oldestJob({ people }: Scene) {
  const actor = people.find((one) => one.jobs.length > 0);
  return actor && { jobId: actor.jobs[0]!, userId: actor.person.sub };
}

const opposite = (role: string) => (role === 'free_user' ? 'premium_user' : 'free_user');
