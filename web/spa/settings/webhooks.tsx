// web/spa/settings/webhooks.tsx — one's webhooks: added, tried, looked into, deleted.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { CreatedWebhook, WebhookList, WebhookView } from '../../contract.ts';
import { post, remove } from '../api.ts';
import { Copied } from '../job/copy.tsx';
import { useAsk } from '../parts/ask.ts';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { eventName, WEBHOOKS } from '../words/notices.ts';
import { Deliveries } from './deliveries.tsx';
import { NewWebhookForm } from './new-webhook.tsx';

export function Webhooks() {
  const { answer, error, ask } = useAsk<WebhookList>('/api/webhooks');
  const [created, setCreated] = useState<CreatedWebhook>();
  const webhooks = answer?.webhooks ?? [];
  const isShown = created && webhooks.some(({ id }) => id === created.id);
  return (
    <>
      <p className="text-secondary">{WEBHOOKS.text}</p>
      <Problem error={error} />
      {isShown && <Secret of={created} />}
      {answer && webhooks.length === 0 && <p>{WEBHOOKS.none}</p>}
      <ul className="list-group mb-3">
        {webhooks.map((webhook) => (
          <Row key={webhook.id} webhook={webhook} onGone={ask} />
        ))}
      </ul>
      {answer && webhooks.length >= answer.most ? (
        <p>{WEBHOOKS.full}</p>
      ) : (
        <NewWebhookForm
          onCreated={(webhook) => {
            setCreated(webhook);
            ask();
          }}
        />
      )}
    </>
  );
}

function Secret({ of: { secret } }: { of: CreatedWebhook }) {
  return (
    <div className="alert alert-success" role="status">
      <p className="mb-2">{WEBHOOKS.once}</p>
      <Copied value={secret} label="the secret" />
    </div>
  );
}

function Row({ webhook, onGone }: { webhook: WebhookView; onGone: () => void }) {
  const { id, url, events, disabled_at: disabledAt } = webhook;
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  const path = `/api/webhooks/${id}`;
  const test = () => {
    setRefused(undefined);
    post(`${path}/test`).then(() => setOpen(true), setRefused);
  };
  const button = { size: 'sm', variant: 'outline-secondary' } as const;
  return (
    <li className="list-group-item">
      <div className="d-flex flex-wrap gap-2 justify-content-between align-items-center">
        <div className="text-break">
          <strong>{url}</strong>
          <div className="text-secondary small">{events.map(eventName).join(' · ')}</div>
          <Health webhook={webhook} />
        </div>
        <div className="d-flex flex-wrap gap-2">
          <Button {...button} disabled={disabledAt !== undefined} onClick={test}>
            {WEBHOOKS.test}
          </Button>
          <Button {...button} aria-expanded={open} onClick={() => setOpen(!open)}>
            {WEBHOOKS.deliveries}
          </Button>
          <Button
            size="sm"
            variant="outline-danger"
            aria-label={`${WEBHOOKS.remove} ${url}`}
            onClick={() => void remove(path).then(onGone, setRefused)}
          >
            {WEBHOOKS.remove}
          </Button>
        </div>
      </div>
      <Problem error={refused} />
      {open && <Deliveries webhookId={id} />}
    </li>
  );
}

function Health({ webhook: { failing_since: since, disabled_at: disabledAt } }: { webhook: WebhookView }) {
  if (disabledAt)
    return (
      <div className="text-danger small">
        {WEBHOOKS.disabled} <When at={disabledAt} focusable />. {WEBHOOKS.disabledText}
      </div>
    );
  if (!since) return null;
  return (
    <div className="text-danger small">
      {WEBHOOKS.failing}: since <When at={since} focusable />
    </div>
  );
}
