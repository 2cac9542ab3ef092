import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDoor, type Door } from '../../chaos/door.ts';
import { only, openEventLog, type EventLog } from '../../chaos/events.ts';
import { awsOperation } from '../../chaos/operations.ts';

const USER = 'somebody';
const JOB = '00000000-0000-4000-8000-00000000000a';
const RESULT = `/results/gas/${USER}/${JOB}~x.annot.vcf.gz`;

/** SHA-256 of `bytes`. */
const OF_BYTES = '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9';

describe('the door before a store', () => {
  let store: Server;
  let received: string[];
  let log: EventLog;
  let door: Door;

  beforeEach(async () => {
    received = [];
    store = createServer((request, response) => {
      received.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'x-amz-version-id': 'v1' }).end('twelve bytes');
    }).listen(0, '127.0.0.1');
    await once(store, 'listening');
    log = openEventLog();
    door = await openDoor({ port: (store.address() as AddressInfo).port, name: awsOperation, log });
  });
  afterEach(async () => {
    await door.close();
    store.closeAllConnections();
    store.close();
  });

  const get = () => fetch(`${door.url}${RESULT}?versionId=v1`);
  const put = () => fetch(`${door.url}${RESULT}`, { method: 'PUT', body: 'bytes' });
  const requests = () => only(log.events, 'request');

  it('passes requests on and writes down what they were, whose, and in which order', async () => {
    assert.equal(await (await put()).text(), 'twelve bytes');
    await (await get()).text();
    const [first, second] = requests();
    assert.partialDeepStrictEqual(first, {
      name: 'PutObject',
      jobId: JOB,
      userId: USER,
      versionId: 'v1',
      sha256: OF_BYTES,
    });
    assert.partialDeepStrictEqual(second, { name: 'GetObject', versionIds: ['v1'] });
    const moments = [first, second].flatMap((one) => [one?.began, one?.seq]);
    assert.deepEqual(moments, [1, 2, 3, 4]);
  });

  it('loses a reply after its effect, and says so', async () => {
    door.add({ fault: 'aws-reply-lost', matches: () => true, times: 1, what: { does: 'lose-reply' } });
    await assert.rejects(put());
    assert.equal(received.length, 1);
    assert.deepEqual([requests()[0]?.status, requests()[0]?.fault], [200, 'aws-reply-lost']);
    assert.equal(log.fired('aws-reply-lost'), 1);
    await (await put()).text();
  });

  it('refuses without asking the store', async () => {
    const answer = { status: 503, headers: {}, body: 'no' };
    door.add({ fault: 'aws-throttled', matches: isGet, times: 1, what: { does: 'refuse', answer } });
    assert.equal((await get()).status, 503);
    assert.deepEqual([received, requests()[0]?.status], [[], 0]);
  });

  it('sends fewer bytes, other bytes, or a stream that breaks', async () => {
    door.add({ fault: 's3-wrong-length', matches: isGet, times: 1, what: { does: 'shorten' } });
    assert.equal(await (await get()).text(), 'twelve');
    door.add({ fault: 's3-bit-flipped', matches: isGet, times: 1, what: { does: 'flip', at: 0 } });
    assert.equal(await (await get()).text(), 'uwelve bytes');
    door.add({ fault: 's3-stream-cut', matches: isGet, times: 1, what: { does: 'cut' } });
    await assert.rejects(async () => (await get()).text());
  });

  it('holds a request before the store sees it, and lets it go', async () => {
    const hold = door.set('request', isGet, 5000);
    const answer = get();
    assert.equal((await hold.reached)?.jobId, JOB);
    assert.deepEqual(received, []);
    hold.release('go');
    assert.equal(await (await answer).text(), 'twelve bytes');
  });

  it('drops a held request so that the store never sees it, and a held reply after the store has', async () => {
    const before = door.set('request', isGet, 5000);
    const first = get();
    await before.reached;
    before.release('drop');
    await assert.rejects(first);
    assert.deepEqual(received, []);

    const after = door.set('reply', isGet, 5000);
    const second = get();
    await after.reached;
    after.release('drop');
    await assert.rejects(second);
    assert.equal(received.length, 1);
  });

  it('gives up a hold that nobody comes to, and forgets everything when it is cleared', async () => {
    assert.equal(await door.set('request', isGet, 10).reached, undefined);
    const hold = door.set('request', isGet, 60_000);
    door.add({ fault: 'aws-reply-lost', matches: () => true, times: 1, what: { does: 'lose-reply' } });
    door.clear();
    assert.equal(await hold.reached, undefined);
    assert.equal((await get()).status, 200);
  });
});

function isGet({ name }: { name: string }): boolean {
  return name === 'GetObject';
}
