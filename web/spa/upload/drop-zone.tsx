// web/spa/upload/drop-zone.tsx — where files are dropped or chosen: a real file input, so that keys and readers work.
import { type DragEvent, useState } from 'react';
import Form from 'react-bootstrap/Form';
import { UPLOAD } from '../words/upload.ts';

interface DropZoneProps {
  /** Id of the words about the limit. */
  describedBy: string;
  onFiles: (files: readonly File[]) => void;
}

export function DropZone({ describedBy, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };
  const drop = (event: DragEvent) => {
    drag(event);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className={`drop-zone rounded-3 p-4 mb-3 text-center ${over ? 'over' : ''}`}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drop}
    >
      <Form.Label htmlFor="files" className="fs-5 mb-1">
        {over ? UPLOAD.dropNow : UPLOAD.drop}
      </Form.Label>
      <p className="text-secondary small">{UPLOAD.kinds}</p>
      <Form.Control
        id="files"
        type="file"
        multiple
        accept=".vcf,.gz,.bgz,.bcf"
        aria-describedby={describedBy}
        className="mx-auto"
        onChange={({ target }) => {
          const input = target as HTMLInputElement;
          onFiles([...(input.files ?? [])]);
          input.value = ''; // the same file may be chosen again after it was removed
        }}
      />
    </div>
  );
}
