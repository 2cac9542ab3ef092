export interface ProcessRef {
  pid: number;
  start: string | undefined;
}
export function startOf(pid: number): string | undefined;
export function isRunning(process: ProcessRef): boolean;
export function recordGroup(folder: string, pid: number): () => void;
export function stopRecorded(folder: string, limitMs?: number): Promise<number>;
export function signalGroup(pid: number, signal: NodeJS.Signals): void;
