// local/glacier/routes.ts — which method and path is which operation.

/** How an operation reads its body: a stream as it comes, or a small one whole. */
export interface Route {
  operation: string;
  body: 'small' | 'stream';
  account: string;
  vault: string;
  id: string;
}

const table: readonly (readonly [method: string, path: string, operation: string, body?: 'stream'])[] = [
  ['GET', '/policies/data-retrieval', 'GetDataRetrievalPolicy'],
  ['PUT', '/policies/data-retrieval', 'SetDataRetrievalPolicy'],
  ['GET', '/vaults', 'ListVaults'],
  ['PUT', '/vaults/:vault', 'CreateVault'],
  ['GET', '/vaults/:vault', 'DescribeVault'],
  ['DELETE', '/vaults/:vault', 'DeleteVault'],
  ['PUT', '/vaults/:vault/notification-configuration', 'SetVaultNotifications'],
  ['GET', '/vaults/:vault/notification-configuration', 'GetVaultNotifications'],
  ['DELETE', '/vaults/:vault/notification-configuration', 'DeleteVaultNotifications'],
  ['POST', '/vaults/:vault/archives', 'UploadArchive', 'stream'],
  ['DELETE', '/vaults/:vault/archives/:id', 'DeleteArchive'],
  ['POST', '/vaults/:vault/multipart-uploads', 'InitiateMultipartUpload'],
  ['GET', '/vaults/:vault/multipart-uploads', 'ListMultipartUploads'],
  ['PUT', '/vaults/:vault/multipart-uploads/:id', 'UploadMultipartPart', 'stream'],
  ['POST', '/vaults/:vault/multipart-uploads/:id', 'CompleteMultipartUpload'],
  ['GET', '/vaults/:vault/multipart-uploads/:id', 'ListParts'],
  ['DELETE', '/vaults/:vault/multipart-uploads/:id', 'AbortMultipartUpload'],
  ['POST', '/vaults/:vault/jobs', 'InitiateJob'],
  ['GET', '/vaults/:vault/jobs', 'ListJobs'],
  ['GET', '/vaults/:vault/jobs/:id', 'DescribeJob'],
  ['GET', '/vaults/:vault/jobs/:id/output', 'GetJobOutput'],
];

const routes = table.map(([method, path, operation, body]) => ({
  method,
  operation,
  body: body ?? ('small' as const),
  pattern: new RegExp(`^/(?<account>-|\\d{1,12})${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}));

/** The operations there are, by name. */
export const OPERATIONS: readonly string[] = routes.map(({ operation }) => operation);

/** The operation of a request, with the names in its path; undefined where there is none. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (!match) continue;
    const { account = '-', vault = '', id = '' } = match.groups ?? {};
    return { operation: route.operation, body: route.body, account, vault: decoded(vault), id: decoded(id) };
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
