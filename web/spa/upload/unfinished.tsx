// web/spa/upload/unfinished.tsx — uploads of an earlier visit: what has arrived of each, and the way on.
import { useEffect, useState } from 'react';
import Button from 'react-bootstrap/Button';
import Card from 'react-bootstrap/Card';
import { partSizes } from '../../../domain/part-uploads.ts';
import { size } from '../words/units.ts';
import { UNFINISHED } from '../words/upload.ts';
import type { Memory, Unfinished } from './remembered.ts';
import { isOf } from './remembered.ts';
import { isUnknown, storedParts } from './send.ts';
import type { UploadItem, Uploads } from './uploads.ts';

interface UnfinishedUploadsProps {
  items: readonly UploadItem[];
  uploads: Uploads;
  memory: Memory;
}

/** Those that no file on the list goes on with. */
export function UnfinishedUploads({ items, uploads, memory }: UnfinishedUploadsProps) {
  const [, look] = useState(0);
  const again = () => look((looks) => looks + 1);
  const left = memory.all().filter((upload) => !items.some(({ file }) => isOf(upload, file)));
  if (left.length === 0) return null;
  return (
    <Card className="mb-4">
      <Card.Body>
        <h2 className="h5">{UNFINISHED.title}</h2>
        <p className="text-secondary">{UNFINISHED.hint}</p>
        <ul className="list-unstyled mb-0">
          {left.map((upload) => (
            <li key={upload.job_id} className="d-flex flex-wrap gap-2 align-items-center mb-2">
              <span className="text-break flex-grow-1">
                <strong>{upload.file.name}</strong>{' '}
                <span className="text-secondary">
                  <Told upload={upload} memory={memory} onOver={again} />
                </span>
              </span>
              <Button
                size="sm"
                variant="outline-secondary"
                aria-label={`${UNFINISHED.discard}: ${upload.file.name}`}
                onClick={() => {
                  uploads.discard(upload);
                  again();
                }}
              >
                {UNFINISHED.discard}
              </Button>
            </li>
          ))}
        </ul>
      </Card.Body>
    </Card>
  );
}

interface ToldProps {
  upload: Unfinished;
  memory: Memory;
  onOver: () => void;
}

/** One that the service has given up, or completed, is not mentioned again. */
function Told({ upload, memory, onOver }: ToldProps) {
  const [arrived, setArrived] = useState<number>();
  const { job_id: jobId, part_bytes: partBytes, expires_at: expires, file } = upload;
  useEffect(() => {
    storedParts(upload).then(
      (numbers) => setArrived(numbers.length / partSizes(file.size, partBytes).length),
      (error: unknown) => {
        if (!isUnknown(error)) return;
        memory.forget(jobId);
        onOver();
      },
    );
    // Asked once: nothing arrives while no file is sent.
  }, [jobId]); // oxlint-disable-line react/exhaustive-effect-dependencies, react/exhaustive-deps
  const until = new Date(expires).toLocaleDateString('en-GB', { dateStyle: 'long' });
  const told = [size(file.size), arrived !== undefined && UNFINISHED.arrived(arrived), UNFINISHED.kept(until)];
  return told.filter(Boolean).join(' · ');
}
