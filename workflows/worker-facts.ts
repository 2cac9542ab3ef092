// workflows/worker-facts.ts — what the sandbox has to know of its worker. It sees no settings, so a worker changes these words
// before it loads the bundle (worker/workflow-code.ts).
const FAILURES: string = 'gas-failures:public';
const VERSIONS: string = 'gas-versions:none';

/** Failures leave as payloads, which the codec encrypts. */
export const SEALS_FAILURES = FAILURES.endsWith(':sealed');
/** Temporal refuses to hear of versions from a worker that has none. */
export const HAS_VERSION = VERSIONS.endsWith(':have');
