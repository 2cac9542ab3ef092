// web/spa/pages/new-annotation.tsx — choosing a file, uploading it, submitting it.
import { type FormEvent, useEffect, useState } from 'react';
import type { ProfileView } from '../../contract.ts';
import { ApiError, annotate } from '../api.ts';
import { goTo } from '../navigation.tsx';
import { problemOf } from '../parts/check-file.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { size } from '../parts/words.ts';

export function NewAnnotation({ profile }: { profile: ProfileView }) {
  const [file, setFile] = useState<File>();
  const [name, setName] = useState('');
  const [share, setShare] = useState<number>();
  const [error, setError] = useState<unknown>();
  const broken = useFirstLook(file);
  const problem = file ? (tooLarge(file, profile) ?? broken) : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file || share !== undefined) return;
    setError(undefined);
    setShare(0);
    annotate({ file, name }, setShare)
      .then(({ job_id: jobId }) => goTo(`/annotations/${jobId}`))
      .catch((reason: unknown) => {
        setError(reason);
        setShare(undefined);
      });
  };

  return (
    <Page title="New annotation">
      <form onSubmit={submit}>
        <label htmlFor="file">VCF file (.vcf, .vcf.gz, .bcf)</label>
        <input
          id="file"
          type="file"
          accept=".vcf,.gz,.bgz,.bcf"
          required
          aria-describedby="limit"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
        <p id="limit">Your plan takes files of up to {size(profile.limits.input_bytes)}.</p>
        <label htmlFor="name">Name (optional)</label>
        <input id="name" value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        <Problem error={problem ?? error} />
        <button type="submit" disabled={!file || problem !== undefined || share !== undefined}>
          Upload and annotate
        </button>
        <Progress share={share} />
      </form>
    </Page>
  );
}

/** What a look at the file's beginning tells, once it is done. */
function useFirstLook(file: File | undefined): Error | undefined {
  const [seen, setSeen] = useState<{ file: File; problem: string | undefined }>();
  useEffect(() => {
    if (!file) return;
    problemOf(file)
      .then((problem) => setSeen({ file, problem }))
      .catch(() => undefined); // it can't be read now: the upload will say so
  }, [file]);
  return seen && seen.file === file && seen.problem !== undefined ? new Error(seen.problem) : undefined;
}

function Progress({ share }: { share: number | undefined }) {
  if (share === undefined) return null;
  return (
    <p role="status">
      {share < 1 ? 'Uploading' : 'Submitting'} <progress value={share} aria-label="Uploaded" />
    </p>
  );
}

/** Told before a byte is sent; the server checks it all the same. */
function tooLarge(file: File, { plan, limits }: ProfileView): ApiError | undefined {
  if (file.size <= limits.input_bytes) return undefined;
  const message = `This file has ${size(file.size)}; your plan takes ${size(limits.input_bytes)}.`;
  return new ApiError('input-too-large', message, plan.role === 'free_user' ? '/plan' : undefined);
}
