// bench/archive/seaweedfs.ts — SeaweedFS as the S3 of a bench: it streams objects from the disk, as S3 does, and keeps
// none in memory. It has versions, ranges of a named version, multipart uploads and deletion by version; no RestoreObject.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { child, type Child } from '../../local/child.ts';
import { answers } from '../../local/infrastructure.ts';
import { freePorts, loopback } from '../../local/ports.ts';
import { startReaper } from '../../local/reaper.ts';

export interface ObjectServer {
  url: string;
  /** Starts it for the keys of `aws`, with its data in the folder. */
  start(aws: Config['aws']): Promise<void>;
  stop(): Promise<void>;
}

/** Of each server of SeaweedFS, the option that names its port; its gRPC port has the same name with `.grpc`. */
const SERVERS = ['master', 'volume', 'filer', 's3'] as const;
const VOLUME_MB = '4096';

/** An S3 on a free port, not started yet. */
export async function objectServer(weed: string, folder: string): Promise<ObjectServer> {
  const free = Object.values(await freePorts());
  const ports = SERVERS.flatMap<[string, number]>((name) => [
    [`${name}.port`, free.pop()!],
    [`${name}.port.grpc`, free.pop()!],
  ]);
  const url = loopback(Object.fromEntries(ports)['s3.port']!);
  const identities = join(folder, 's3.json');
  const args = argumentsOf({ folder, identities, ports });
  const program = { name: 's3', command: weed, args, env: {}, stopLimitMs: 15_000 };
  const reaper = startReaper(join(folder, 'running'));
  const server: Child = child(
    { ...program, healthy: () => answers(`${url}/healthz`) },
    { folder, onTrouble: (line) => console.error(line) },
  );

  return {
    url,
    async start({ credentials }) {
      await mkdir(join(folder, 'data'), { recursive: true });
      await writeFile(identities, JSON.stringify(identitiesOf(credentials!)));
      await server.start();
    },
    async stop() {
      await server.stop();
      await reaper.stop();
      // It leaves its sockets behind, outside its folder.
      await Promise.all(
        ports.map(([name, port]) => {
          const [of] = name.split('.');
          return rm(`/tmp/seaweedfs-${of}-grpc-${port}.sock`, { force: true });
        }),
      );
    },
  };
}

function argumentsOf({
  folder,
  identities,
  ports,
}: {
  folder: string;
  identities: string;
  ports: readonly [string, number][];
}): string[] {
  return [
    'server',
    `-dir=${join(folder, 'data')}`,
    '-ip=127.0.0.1',
    '-ip.bind=127.0.0.1',
    ...ports.map(([name, port]) => `-${name}=${port}`),
    '-filer',
    `-filer.localSocket=${join(folder, 'filer.sock')}`,
    '-s3',
    `-s3.localSocket=${join(folder, 's3.sock')}`,
    `-s3.config=${identities}`,
    '-s3.iam=false',
    '-s3.port.iceberg=0',
    '-s3.port.lance=0',
    '-master.telemetry=false',
    `-master.volumeSizeLimitMB=${VOLUME_MB}`,
    '-volume.max=0',
  ];
}

function identitiesOf({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }) {
  const credentials = [{ accessKey: accessKeyId, secretKey: secretAccessKey }];
  return { identities: [{ name: 'bench', credentials, actions: ['Admin'] }] };
}
