// web/spa/pages/new-annotation.tsx — choosing files, looking at them before they are sent, sending and submitting them.
import { type FormEvent, useEffect, useRef } from 'react';
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import ListGroup from 'react-bootstrap/ListGroup';
import type { ProfileView } from '../../contract.ts';
import { goTo, Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';
import { DropZone } from '../upload/drop-zone.tsx';
import { Paste } from '../upload/paste.tsx';
import { UnfinishedUploads } from '../upload/unfinished.tsx';
import { UploadRow } from '../upload/upload-row.tsx';
import type { Phase, UploadItem, Uploads } from '../upload/uploads.ts';
import { useGenomes, useUploads } from '../upload/use-uploads.ts';
import { limitInWords, PREMIUM, tellOf, UPLOAD } from '../words/upload.ts';

export function NewAnnotation({ profile }: { profile: ProfileView }) {
  const { uploads, memory, items } = useUploads(profile);
  useGoToOnlyOne(items, uploads);
  return (
    <Page title={UPLOAD.title}>
      <Limit profile={profile} />
      <DropZone describedBy="limit" onFiles={(files) => uploads.add(files)} />
      <UnfinishedUploads items={items} uploads={uploads} memory={memory} />
      <Chosen items={items} uploads={uploads} />
      <Paste onFile={(file) => uploads.add([file])} />
      <p className="visually-hidden" role="status">
        {tellOf(items.map(({ phase }) => phase))}
      </p>
    </Page>
  );
}

/** Said before anything is chosen, with the way to more. */
function Limit({ profile: { plan, limits } }: { profile: ProfileView }) {
  return (
    <p id="limit">
      {limitInWords(limits.input_bytes)}{' '}
      {plan.role === 'free_user' && (
        <>
          {PREMIUM.offer(limits.premium_input_bytes)} <Link to="/plan">{PREMIUM.link}</Link>
        </>
      )}
    </p>
  );
}

function Chosen({ items, uploads }: { items: readonly UploadItem[]; uploads: Uploads }) {
  const genomes = useGenomes();
  const ready = items.filter(({ phase }) => phase === 'ready').length;
  if (items.length === 0) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    uploads.startAll();
  };
  return (
    <Form onSubmit={submit} className="mb-4">
      <h2 className="h5">{UPLOAD.files}</h2>
      <ListGroup as="ul" className="mb-3">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} genomes={genomes} uploads={uploads} />
        ))}
      </ListGroup>
      <div className="d-flex flex-wrap gap-3 align-items-center">
        <Button type="submit" disabled={ready === 0}>
          {ready > 1 ? UPLOAD.startMany(ready) : UPLOAD.start}
        </Button>
        {items.some(({ phase }) => phase === 'done') && <Link to="/annotations">{UPLOAD.all}</Link>}
      </div>
    </Form>
  );
}

const ON_THEIR_WAY: ReadonlySet<Phase> = new Set(['waiting', 'uploading', 'paused', 'submitting', 'failed']);

/** Whoever submits a single file wants to see what becomes of it; of several, each has its link until the page is left. */
function useGoToOnlyOne(items: readonly UploadItem[], uploads: Uploads): void {
  const sent = useRef(new Set<string>());
  useEffect(() => uploads.clearDone(), [uploads]);
  useEffect(() => {
    for (const { id, phase } of items) if (ON_THEIR_WAY.has(phase)) sent.current.add(id);
    const [only] = items;
    if (items.length !== 1 || sent.current.size !== 1 || !only?.job || !sent.current.has(only.id)) return;
    uploads.clearDone();
    goTo(`/annotations/${only.job.job_id}`);
  }, [items, uploads]);
}
