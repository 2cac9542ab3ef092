// workflows/messages.ts — what the outside may say to a workflow.
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Submitted } from '../activities/submission.ts';
import type { JobId, JobRequest, UserId } from '../domain/job.ts';
import type { Notice } from '../domain/notices.ts';
import type { PlanChange } from '../domain/plan.ts';

/** The result that a mover works for, and whose it is. */
export interface ResultRef {
  jobId: JobId;
  userId: UserId;
}

/** Something about a result's job or plan has changed: look again. Carries nothing, so it may be doubled or late. */
export const planChanged = defineSignal('planChanged');

/** A retrieval for this result may be over: ask. May be early, doubled or foreign. */
export const archiveThawed = defineSignal('archiveThawed');

/** Recorded, in order of arrival, by the one workflow of the user. */
export const planChangeReceived = defineSignal<[PlanChange]>('planChangeReceived');

/** Facts that a user is to be told of; ones that were handed over lately are known. */
export const noticed = defineSignal<[readonly Notice[]]>('noticed');

/** Answers when the PENDING row is recorded. */
export const submit = defineUpdate<Submitted, [JobRequest]>('submit');

/** Marks the job as deleted, which hides it everywhere, and answers then; its removal follows. */
export const deleteJob = defineUpdate<void>('deleteJob');

/** The same without an answer: unlike an update that no worker has taken yet, a signal stays when the server goes down. */
export const deletionAsked = defineSignal('deletionAsked');
