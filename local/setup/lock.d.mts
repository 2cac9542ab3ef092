export interface LockHolder {
  pid: number;
  note: string;
}
export type Taken = { release: () => void; holder?: undefined } | { release?: undefined; holder: LockHolder };
export function takeLock(file: string, note?: string): Taken;
export function waitForLock(file: string, onWait: (holder: LockHolder) => void): Promise<() => void>;
