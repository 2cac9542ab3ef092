// workflows/failures.ts — how failures leave the sandbox: readable, or as payloads where a codec encrypts them.
import { DefaultFailureConverter } from '@temporalio/common';
import { SEALS_FAILURES } from './worker-facts.ts';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: SEALS_FAILURES });
