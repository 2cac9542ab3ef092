// activities/archive.ts — the bytes' way into the archive.
import type { UploadOutcome } from '../domain/archive.ts';
import type { ArchiveClaim } from './claim-archive.ts';
import type { Ports } from './ports.ts';
import { reader } from './reader.ts';
import { beating, cancellation, translated } from './transfer.ts';

export const createArchiveActivities = ({ objects, archives }: Ports) => ({
  uploadToArchive({ claim, uploadId }: { claim: ArchiveClaim; uploadId: string }): Promise<UploadOutcome> {
    const { store, source, treeHash } = claim;
    const upload = (beat: (details: unknown) => void) =>
      archives.of(store).upload({
        uploadId,
        source,
        bytes: source.bytes,
        ...(treeHash ? { treeHash } : {}),
        read: reader(objects, source),
        // The last part needs no word of its own: the answer follows.
        onProgress: (bytes) => void (bytes < source.bytes && beat({ bytes })),
        signal: cancellation(),
      });
    return translated(beating(upload));
  },
});
