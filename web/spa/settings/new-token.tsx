// web/spa/settings/new-token.tsx — the form that makes a personal token.
import Button from 'react-bootstrap/Button';
import Form from 'react-bootstrap/Form';
import type { CreatedToken, NewToken } from '../../contract.ts';
import { post } from '../api.ts';
import { Problem } from '../parts/problem.tsx';
import { useForm } from '../parts/use-form.ts';
import { TOKENS } from '../words/profile.ts';

const DAYS = [7, 30, 90, 365];

export function NewTokenForm({ onCreated }: { onCreated: (token: CreatedToken) => void }) {
  const { sending, error, submit } = useForm(async (fields) => {
    onCreated(await post<CreatedToken>('/api/tokens', wantedBy(fields)));
  });
  return (
    <Form className="row g-2 align-items-end" onSubmit={submit}>
      <Fields />
      <div className="col-6 col-md-2">
        <Button type="submit" disabled={sending}>
          {TOKENS.create}
        </Button>
      </div>
      <Problem error={error} />
    </Form>
  );
}

function wantedBy(fields: FormData): NewToken {
  return {
    name: (fields.get('name') as string).trim(),
    scopes: fields.get('scope') === 'write' ? ['read', 'write'] : ['read'],
    expires_in_days: Number(fields.get('days')),
  };
}

function Fields() {
  return (
    <>
      <Form.Group className="col-12 col-md-4" controlId="token-name">
        <Form.Label>{TOKENS.name}</Form.Label>
        <Form.Control name="name" maxLength={80} required pattern=".*\S.*" placeholder={TOKENS.namePlaceholder} />
      </Form.Group>
      <Form.Group className="col-12 col-md-4" controlId="token-scope">
        <Form.Label>{TOKENS.scope}</Form.Label>
        <Form.Select name="scope">
          <option value="read">{TOKENS.scopes.read}</option>
          <option value="write">{TOKENS.scopes.write}</option>
        </Form.Select>
      </Form.Group>
      <Form.Group className="col-6 col-md-2" controlId="token-days">
        <Form.Label>{TOKENS.days}</Form.Label>
        <Form.Select name="days" defaultValue={90}>
          {DAYS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Form.Select>
      </Form.Group>
    </>
  );
}
