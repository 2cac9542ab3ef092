// web/spa/parts/download.tsx — a file by an address that is asked for when it is wanted, and lives for minutes.
import { type ReactNode, useState } from 'react';
import type { DownloadLink } from '../../contract.ts';
import { get } from '../api.ts';
import { Problem } from './problem.tsx';

interface DownloadProps {
  jobId: string;
  what: 'input' | 'result';
  children: ReactNode;
}

export function Download({ jobId, what, children }: DownloadProps) {
  const [error, setError] = useState<unknown>();
  const start = () => {
    setError(undefined);
    get<DownloadLink>(`/api/jobs/${jobId}/${what}`)
      .then(({ url }) => window.location.assign(url))
      .catch(setError);
  };
  return (
    <>
      <button type="button" className={what === 'input' ? 'quiet' : undefined} onClick={start}>
        {children}
      </button>
      <Problem error={error} />
    </>
  );
}
