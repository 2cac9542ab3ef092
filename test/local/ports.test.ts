// test/local/ports.test.ts — busy ports are named, free ones are found.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { assertFree, freePorts } from '../../local/ports.ts';

describe('assertFree', () => {
  let busy: Server;
  before(async () => {
    busy = createServer().listen({ port: 0, host: '127.0.0.1' });
    await once(busy, 'listening');
  });
  after(() => busy.close());

  it('names every busy port with the setting that changes it', async () => {
    const { port } = busy.address() as AddressInfo;
    const ports = { ...(await freePorts()), glacier: port, web: port };
    const message = `These ports are in use by another program: ${port} (change it with GAS_GLACIER_PORT), ${port} (change it with GAS_WEB_PORT).`;
    await assert.rejects(assertFree(ports), { message });
  });

  it('is content with ports that are free, each its own', async () => {
    const ports = await freePorts();
    await assertFree(ports);
    assert.equal(new Set(Object.values(ports)).size, Object.keys(ports).length);
  });
});
