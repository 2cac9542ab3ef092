// adapters/aws/table-shapes.ts — what each table must look like: its keys, its index, and whether its items expire.

export interface TableShape {
  keys: readonly string[];
  /** The keys of `user_id_index`. */
  index?: readonly string[];
  /** By `expires_at`. */
  expires: boolean;
}

export const INDEX = 'user_id_index';
export const EXPIRY = 'expires_at';
/** The other keys are strings. */
export const NUMERIC_KEYS: ReadonlySet<string> = new Set(['submit_time']);

export const TABLE_SHAPES = {
  annotations: { keys: ['job_id'], index: ['user_id', 'submit_time'], expires: true },
  users: { keys: ['user_id'], expires: true },
  sessions: { keys: ['session_id'], index: ['user_id'], expires: true },
  budget: { keys: ['budget_id'], expires: true },
  audit: { keys: ['subject', 'entry_id'], expires: false },
  deliveries: { keys: ['user_id', 'delivery_key'], expires: true },
} as const satisfies Record<string, TableShape>;
