// web/spa/job/download.tsx — a file by an address that is asked for when it is wanted, and lives for minutes.
import { type ReactNode, useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { DownloadLink } from '../../contract.ts';
import { get } from '../api.ts';
import { Problem } from '../parts/problem.tsx';

interface DownloadProps {
  jobId: string;
  what: 'input' | 'result' | 'table';
  primary?: boolean;
  children: ReactNode;
}

export function Download({ jobId, what, primary = false, children }: DownloadProps) {
  const [error, setError] = useState<unknown>();
  const start = () => {
    setError(undefined);
    get<DownloadLink>(`/api/jobs/${jobId}/${what}`)
      .then(({ url }) => window.location.assign(url))
      .catch(setError);
  };
  return (
    <>
      <Button variant={primary ? 'primary' : 'outline-secondary'} onClick={start}>
        {children}
      </Button>
      <Problem error={error} />
    </>
  );
}
