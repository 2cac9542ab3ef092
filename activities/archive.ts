// activities/archive.ts — the bytes' way into the archive, and the deletion of the copy they came from.
import type { UploadOutcome } from '../domain/archive.ts';
import type { ArchiveClaim } from './claim-archive.ts';
import type { Ports } from './ports.ts';
import { reader } from './reader.ts';
import { beating, cancellation, translated } from './transfer.ts';

export const createArchiveActivities = ({ objects, archive }: Ports) => ({
  beginUpload({ jobId, source, treeHash }: ArchiveClaim): Promise<string> {
    return archive.begin({ jobId, bytes: source.bytes, ...(treeHash ? { treeHash } : {}) });
  },

  async uploadToArchive({ claim, uploadId }: { claim: ArchiveClaim; uploadId: string }): Promise<UploadOutcome> {
    const { source, treeHash } = claim;
    const upload = (beat: (details: unknown) => void) =>
      archive.upload({
        uploadId,
        bytes: source.bytes,
        ...(treeHash ? { treeHash } : {}),
        read: reader(objects, source),
        onProgress: (bytes) => beat({ bytes }),
        signal: cancellation(),
      });
    return translated(beating(upload));
  },

  deleteHotCopy({ source, versionIds }: ArchiveClaim): Promise<void> {
    return objects.removeVersions(source, versionIds);
  },
});
