// test/local/glacier/signature.test.ts — who may call, told by Amazon's own signer.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { aGlacier, type TestGlacier } from './support/a-glacier.ts';
import { send, sign, type Raw } from './support/signed.ts';

const list: Raw = { method: 'GET', path: '/-/vaults', query: { limit: '3', marker: "a (b)*'!" } };
const hashOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('the signature of a request to local Glacier', () => {
  let glacier: TestGlacier;
  before(async () => void (glacier = await aGlacier()));
  after(() => glacier.close());

  const answerTo = async (raw: Raw, change: Parameters<typeof sign>[2] = {}) => {
    const { status, body } = await send(glacier.url, raw, await sign(glacier.url, raw, change));
    return [status, body.code];
  };

  it('is accepted when made with the configured key pair', async () => {
    assert.deepEqual(await answerTo(list), [200, undefined]);
  });

  it('is refused with another secret', async () => {
    const keys = { accessKeyId: 'local', secretAccessKey: 'guessed' };
    assert.deepEqual(await answerTo(list, { keys }), [403, 'InvalidSignatureException']);
  });

  it('is refused with an unknown key', async () => {
    const keys = { accessKeyId: 'stranger', secretAccessKey: 'local-secret' };
    assert.deepEqual(await answerTo(list, { keys }), [403, 'UnrecognizedClientException']);
  });

  it('is refused for another region', async () => {
    assert.deepEqual(await answerTo(list, { region: 'eu-west-1' }), [403, 'InvalidSignatureException']);
  });

  it('is refused when it is older than a quarter of an hour', async () => {
    const at = new Date(Date.now() - 16 * 60_000);
    assert.deepEqual(await answerTo(list, { at }), [403, 'InvalidSignatureException']);
  });

  it('is refused when a signed header or the query was changed on the way', async () => {
    const headers = await sign(glacier.url, list);

    const other = await send(glacier.url, { ...list, query: { limit: '4' } }, headers);
    const version = await send(glacier.url, list, { ...headers, 'x-amz-glacier-version': '2013-06-01' });

    assert.deepEqual([other.body.code, version.body.code], ['InvalidSignatureException', 'InvalidSignatureException']);
  });

  it('is missed where there is none, and the error has code, message and type', async () => {
    const { status, body } = await send(glacier.url, list, { 'x-amz-glacier-version': '2012-06-01' });

    assert.equal(status, 403);
    assert.deepEqual(body, {
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
      type: 'Client',
    });
  });

  it('binds the body of a request', async () => {
    const put = {
      method: 'PUT',
      path: '/-/policies/data-retrieval',
      body: '{"Policy":{"Rules":[{"Strategy":"None"}]}}',
    };
    const headers = await sign(glacier.url, put);

    const changed = await send(glacier.url, { ...put, body: put.body.replace('None', 'FreeTier') }, headers);

    assert.deepEqual([changed.status, changed.body.code], [403, 'InvalidSignatureException']);
  });

  it('does not replace the API version', async () => {
    const raw = { ...list, headers: { 'x-amz-glacier-version': '' } };
    assert.deepEqual(await answerTo(raw), [400, 'MissingParameterValueException']);
  });

  it('admits only the account of the credentials', async () => {
    assert.deepEqual(await answerTo({ ...list, path: '/000000000000/vaults' }), [200, undefined]);
    assert.deepEqual(await answerTo({ ...list, path: '/111111111111/vaults' }), [403, 'AccessDeniedException']);
  });

  it('does not help where there is no such operation', async () => {
    assert.deepEqual(await answerTo({ method: 'PATCH', path: '/-/vaults' }), [404, 'UnknownOperationException']);
  });

  it('is not enough for an upload without its two hashes', async () => {
    await send(glacier.url, { method: 'PUT', path: '/-/vaults/results' });
    const upload = { method: 'POST', path: '/-/vaults/results/archives', body: 'x' };
    const linear = { ...upload, body: '', headers: { 'x-amz-content-sha256': hashOfNothing } };

    assert.deepEqual(await answerTo(upload), [400, 'MissingParameterValueException']);
    assert.deepEqual(await answerTo({ ...linear, body: 'x' }), [400, 'MissingParameterValueException']);
  });

  it('does not make an archive of a body that has another hash than the signed one', async () => {
    const hashOfBody = createHash('sha256').update('x').digest('hex');
    const headers = { 'x-amz-content-sha256': hashOfNothing, 'x-amz-sha256-tree-hash': hashOfBody };
    const upload = { method: 'POST', path: '/-/vaults/results/archives', body: 'x', headers };

    assert.deepEqual(await answerTo(upload), [400, 'InvalidParameterValueException']);
  });

  it('comes with at most 1 MiB where the body is not an archive', async () => {
    const put = { method: 'PUT', path: '/-/policies/data-retrieval', body: ' '.repeat(3 * 1024 * 1024) };

    assert.deepEqual(await answerTo(put), [400, 'InvalidParameterValueException']);
  });

  it('does not make an archive of no bytes', async () => {
    const headers = { 'x-amz-content-sha256': hashOfNothing, 'x-amz-sha256-tree-hash': hashOfNothing };
    const upload = { method: 'POST', path: '/-/vaults/results/archives', body: '', headers };

    assert.deepEqual(await answerTo(upload), [400, 'InvalidParameterValueException']);
  });
});
