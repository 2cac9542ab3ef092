// web/spa/upload/requests.ts — requests that carry a file past our own server to the bucket. XMLHttpRequest, because fetch
// tells nothing of an upload's progress.
import type { UploadForm } from '../../contract.ts';
import { ApiError } from '../api.ts';
import { UPLOAD } from '../words/upload.ts';

interface How {
  signal: AbortSignal;
  onSent: (bytes: number) => void;
}

export function sendForm({ url, fields }: UploadForm, file: File, how: How): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  return send({ method: 'POST', url, body }, { ...how, refused: new ApiError('input-too-large', UPLOAD.formRefused) });
}

export function putPart(url: string, part: Blob, how: How): Promise<void> {
  return send({ method: 'PUT', url, body: part }, { ...how, refused: new Error(UPLOAD.partRefused) });
}

function send(
  { method, url, body }: { method: string; url: string; body: FormData | Blob },
  { signal, onSent, refused }: How & { refused: Error },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
    request.addEventListener('error', () => reject(new ApiError('unreachable', UPLOAD.interrupted)));
    request.addEventListener('abort', () => reject(signal.reason as Error));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve();
      else reject(request.status === 404 ? new ApiError('upload-unknown', UPLOAD.over) : refused);
    });
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop));
    request.open(method, url);
    request.send(body);
  });
}
