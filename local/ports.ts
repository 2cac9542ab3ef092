// local/ports.ts — the ports of the embedded stack: those of the settings, or free ones for tests.
import { createServer } from 'node:net';

type OurPort = 'bridge' | 'worker' | 'web' | 'webInternal';
export type PortName = 'temporal' | 'temporalUi' | 'aws' | 'glacier' | 'identity' | 'mailbox' | OurPort;
export type Ports = Record<PortName, number>;

/** The setting that changes each port. */
export const PORT_SETTINGS: Record<PortName, string> = {
  temporal: 'GAS_TEMPORAL_PORT',
  temporalUi: 'GAS_TEMPORAL_UI_PORT',
  aws: 'GAS_AWS_PORT',
  glacier: 'GAS_GLACIER_PORT',
  identity: 'GAS_IDENTITY_PORT',
  mailbox: 'GAS_MAILBOX_PORT',
  bridge: 'GAS_BRIDGE_PORT',
  worker: 'GAS_WORKER_PORT',
  web: 'GAS_WEB_PORT',
  webInternal: 'GAS_WEB_INTERNAL_PORT',
};

const NAMES = Object.keys(PORT_SETTINGS) as PortName[];

/** Throws one sentence that names every busy port and the setting to change. */
export async function assertFree(ports: Ports): Promise<void> {
  const free = await Promise.all(NAMES.map((name) => isFree(ports[name])));
  const busy = NAMES.filter((_, index) => !free[index]);
  if (busy.length === 0) return;
  const list = busy.map((name) => `${ports[name]} (change it with ${PORT_SETTINGS[name]})`).join(', ');
  throw new Error(`${busy.length === 1 ? 'This port is' : 'These ports are'} in use by another program: ${list}.`);
}

/** Free ports, from below the range that outgoing connections take, so that they are still free when they are used. */
export async function freePorts(): Promise<Ports> {
  const taken = new Set<number>();
  while (taken.size < NAMES.length) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    if (!taken.has(port) && (await isFree(port))) taken.add(port);
  }
  return Object.fromEntries([...taken].map((port, index) => [NAMES[index], port])) as Ports;
}

/** Can a server listen on this port of the loopback interface? */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  return promise;
}

/** The address of a port of this machine. */
export const loopback = (port: number) => `http://127.0.0.1:${port}`;
