// local/glacier/options.ts — what a server is started with, and the settings that may change while it runs.

/** A key pair by which requests are signed. */
export interface KeyPair {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Where completed jobs are announced; without it notifications are counted as sent to nobody. */
export interface SnsOptions {
  endpoint: string;
  credentials: KeyPair;
}

/** Times in milliseconds of the real clock; every one may be changed at run time through `/_admin/settings`. */
export interface Settings {
  expeditedMs: number;
  standardMs: number;
  bulkMs: number;
  inventoryMs: number;
  /** How long a completed job and its output can be read. */
  outputLifeMs: number;
  /** How long an upload lives after its last part. */
  uploadLifeMs: number;
  /** How long a completed or aborted upload still answers Complete or Abort again. */
  completeWindowMs: number;
  /** How long a retrieval of a deleted archive is still accepted (it fails at its completion). */
  deletedWindowMs: number;
  /** How old the inventory is that vaults and inventory jobs report; 0 is the present. */
  inventoryAgeMs: number;
  /** The hour of the data retrieval policy. */
  policyHourMs: number;
  /** How long an upload may send nothing before it is given up. */
  idleMs: number;
}

export const SETTINGS = [
  'expeditedMs',
  'standardMs',
  'bulkMs',
  'inventoryMs',
  'outputLifeMs',
  'uploadLifeMs',
  'completeWindowMs',
  'deletedWindowMs',
  'inventoryAgeMs',
  'policyHourMs',
  'idleMs',
] as const satisfies readonly (keyof Settings)[];

export interface GlacierOptions extends Partial<Settings> {
  /** Everything the server keeps lies in this folder. */
  folder: string;
  credentials: KeyPair;
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  region?: string;
  accountId?: string;
  sns?: SnsOptions;
  /** Divides the default times of tiers, output, uploads and policy; a time given directly stays as it is. */
  clockScale?: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** The times of `options`: those given, and for the others Amazon's own divided by the clock scale. */
export function settingsOf(options: GlacierOptions): Settings {
  const scaled = (ms: number): number => Math.max(1, Math.round(ms / (options.clockScale ?? 1)));
  const defaults: Settings = {
    expeditedMs: scaled(3 * minute),
    standardMs: scaled(4 * hour),
    bulkMs: scaled(8 * hour),
    inventoryMs: scaled(4 * hour),
    outputLifeMs: scaled(24 * hour),
    uploadLifeMs: scaled(24 * hour),
    policyHourMs: scaled(hour),
    completeWindowMs: 15 * minute,
    deletedWindowMs: 10_000,
    inventoryAgeMs: 0,
    idleMs: minute,
  };
  const given = SETTINGS.filter((name) => options[name] !== undefined);
  return Object.assign(defaults, Object.fromEntries(given.map((name) => [name, options[name]])));
}
