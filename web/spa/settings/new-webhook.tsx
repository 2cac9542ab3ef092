// web/spa/settings/new-webhook.tsx — the form that adds a webhook.
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import type { CreatedWebhook } from '../../contract.ts';
import { post } from '../api.ts';
import { Problem } from '../parts/problem.tsx';
import { useForm } from '../parts/use-form.ts';
import { KIND_NAMES, KINDS, WEBHOOKS } from '../words/notices.ts';

export function NewWebhookForm({ onCreated }: { onCreated: (webhook: CreatedWebhook) => void }) {
  const { sending, error, submit } = useForm(async (fields) => {
    const events = fields.getAll('event');
    if (events.length === 0) throw new Error(WEBHOOKS.noEvent);
    const url = (fields.get('url') as string).trim();
    onCreated(await post<CreatedWebhook>('/api/webhooks', { url, events }));
  });
  return (
    <Form onSubmit={submit}>
      <Form.Group className="mb-2" controlId="webhook-url">
        <Form.Label>{WEBHOOKS.url}</Form.Label>
        <Form.Control name="url" type="url" maxLength={2000} required placeholder={WEBHOOKS.urlPlaceholder} />
      </Form.Group>
      <fieldset className="mb-2">
        <legend className="fs-6">{WEBHOOKS.legend}</legend>
        {KIND_NAMES.map((kind) => (
          <Form.Check key={kind} name="event" value={kind} id={`webhook-${kind}`} label={KINDS[kind]} defaultChecked />
        ))}
      </fieldset>
      <Problem error={error} />
      <Button type="submit" disabled={sending}>
        {WEBHOOKS.add}
      </Button>
    </Form>
  );
}
