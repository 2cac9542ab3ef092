// workflows/queues.ts — the task queues, so that each kind of work scales on its own.

/** Workflows, and every step that only talks to a table, a topic or a mail server. */
export const WORKFLOWS_QUEUE = 'gas-workflows';
/** Bytes on their way into the archive and back. */
export const TRANSFER_QUEUE = 'gas-transfer';
/** Annotation: bound by the processor. */
export const ANNOTATE_QUEUE = 'gas-annotate';
