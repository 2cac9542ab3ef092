// infra/data/vault-function.cjs — the custom resource of the vault, small enough for the template (4 KB). Every call may be
// repeated. It signs requests itself: the SDK for vaults is no longer kept up, and may leave the runtime.
const { createHash, createHmac } = require('node:crypto');
const env = process.env;
const NOT_MADE = 'not-made';
const sha = (text) => createHash('sha256').update(text).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();

function signed(method, url, body) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), env.AWS_REGION, 'glacier', 'aws4_request'];
  const headers = {
    host: url.host,
    'x-amz-content-sha256': sha(body),
    'x-amz-date': time,
    'x-amz-glacier-version': '2012-06-01',
    ...(env.AWS_SESSION_TOKEN ? { 'x-amz-security-token': env.AWS_SESSION_TOKEN } : {}),
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const request = [method, url.pathname, '', lines, names.join(';'), sha(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha(request)].join('\n');
  const signature = createHmac('sha256', scope.reduce(mac, `AWS4${env.AWS_SECRET_ACCESS_KEY}`))
    .update(toSign)
    .digest('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${env.AWS_ACCESS_KEY_ID}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  delete headers.host;
  return headers;
}

async function glacier(method, path, body = '') {
  const url = new URL(path, env.GLACIER_URL || `https://glacier.${env.AWS_REGION}.amazonaws.com`);
  const answer = await fetch(url, { method, headers: signed(method, url, body), ...(body ? { body } : {}) });
  const text = await answer.text();
  if (!answer.ok && !(method === 'DELETE' && answer.status === 404))
    throw new Error(`${method} ${path}: ${answer.status} ${text}`);
}

async function apply({ RequestType, ResourceProperties: { VaultName, TopicArn }, PhysicalResourceId = VaultName }) {
  if (RequestType === 'Delete') {
    // Never the vault. What was never made has nothing to be removed.
    if (PhysicalResourceId !== NOT_MADE)
      await glacier('DELETE', `/-/vaults/${PhysicalResourceId}/notification-configuration`);
    return PhysicalResourceId;
  }
  await glacier('PUT', `/-/vaults/${VaultName}`);
  const config = JSON.stringify({ SNSTopic: TopicArn, Events: ['ArchiveRetrievalCompleted'] });
  await glacier('PUT', `/-/vaults/${VaultName}/notification-configuration`, config);
  return VaultName;
}

exports.handler = async (event) => {
  const { StackId, RequestId, LogicalResourceId, ResponseURL, PhysicalResourceId = NOT_MADE } = event;
  const reply = { Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  try {
    reply.PhysicalResourceId = await apply(event);
  } catch (error) {
    console.error(error);
    Object.assign(reply, { Status: 'FAILED', Reason: String(error).slice(0, 1000) });
  }
  // As bytes: the address was signed for no content type.
  const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(JSON.stringify(reply)) });
  if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`);
};
