// temporal/sealed-failures.ts — messages and stacks of failures as payloads, which the codec encrypts. Loaded by its path.
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
