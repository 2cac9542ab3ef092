// local/demo-stack.ts — the stack of a demo, whose archive can be made short of expedited capacity.
import { startFaultProxy } from '../chaos/fault-proxy.ts';
import { freePorts, loopback } from './ports.ts';
import { startStack, type Stack, type StackOptions } from './start-stack.ts';

export interface DemoStack {
  stack: Stack;
  /** The archive refuses the next retrieval by Expedited. */
  noCapacity: () => Promise<void>;
  stop: () => Promise<void>;
}

/** The local Glacier is short of capacity when it is told so; S3's emulator never is, so a proxy before it refuses. */
export async function startDemoStack({ settings = {}, ...options }: Omit<StackOptions, 'ports'>): Promise<DemoStack> {
  const ports = await freePorts();
  const proxy = await startFaultProxy({ target: loopback(ports.aws), seed: 1 });
  const through = settings['GAS_ARCHIVE'] === 's3-glacier' ? { AWS_ENDPOINT_URL: proxy.url } : {};
  try {
    const stack = await startStack({ ...options, ports, settings: { ...settings, ...through } });
    return {
      stack,
      async noCapacity() {
        const fault = { fault: 'no-expedited-capacity', times: 1 } as const;
        proxy.add(fault);
        await fetch(`${stack.urls.glacierAdmin}/faults`, { method: 'POST', body: JSON.stringify(fault) });
      },
      async stop() {
        await stack.stop();
        await proxy.close();
      },
    };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}
