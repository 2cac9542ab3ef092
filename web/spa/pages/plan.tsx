// web/spa/pages/plan.tsx — subscribing to Premium and leaving it, with what will happen said before.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import Card from 'react-bootstrap/Card';
import Form from 'react-bootstrap/Form';
import type { ProfileView } from '../../contract.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StorageOverview } from '../parts/storage.tsx';
import { Quote } from '../plan/quote.tsx';
import { usePlanChange } from '../plan/use-plan-change.ts';
import { PLAN } from '../words/plan.ts';
import { size, span } from '../words/units.ts';

export function PlanPage({ profile }: { profile: ProfileView }) {
  const { waiting, error, change, subscribe } = usePlanChange(profile);
  const premium = profile.plan.role === 'premium_user';
  // Back from the provider's page: its message to the service may still be on its way, and nobody is to pay twice.
  const paid = !premium && new URLSearchParams(window.location.search).has('paid');
  return (
    <Page title={PLAN.title}>
      <div aria-live="polite">
        {waiting && (
          <p aria-busy="true" className="alert alert-info">
            {PLAN.applying}
          </p>
        )}
        {paid && <p className="alert alert-info">{PLAN.confirming}</p>}
        <Problem error={error} />
      </div>
      <Plans profile={profile} />
      {!waiting && !premium && !paid && <Subscribe payments={profile.payments} onSubscribe={subscribe} />}
      {!waiting && premium && <Leave graceMs={profile.grace_ms} onLeave={() => change('free_user')} />}
      <StorageOverview key={profile.plan.role} premium={premium} moving={waiting} />
    </Page>
  );
}

function Plans({ profile: { plan, limits, grace_ms: graceMs } }: { profile: ProfileView }) {
  const plans = [
    {
      name: PLAN.free,
      mine: plan.role === 'free_user',
      input: limits.free_input_bytes,
      results: `can be downloaded for ${span(graceMs)}, then they are archived`,
    },
    { name: PLAN.premium, mine: plan.role === 'premium_user', input: limits.premium_input_bytes, results: PLAN.stay },
  ];
  return (
    <ul className="row g-3 list-unstyled mb-4">
      {plans.map(({ name, mine, input, results }) => (
        <li key={name} className="col-md-6">
          <Card className={`h-100 ${mine ? 'border-primary' : ''}`}>
            <Card.Body>
              <div className="d-flex justify-content-between align-items-center mb-2">
                <h2 className="mb-0">{name}</h2>
                {mine && (
                  <span className="badge rounded-pill bg-primary-subtle text-primary-emphasis">{PLAN.yours}</span>
                )}
              </div>
              <dl className="mb-0">
                <dt>{PLAN.largest}</dt>
                <dd className="fs-5">{size(input)}</dd>
                <dt>{PLAN.results}</dt>
                <dd className="mb-0">{results}</dd>
              </dl>
            </Card.Body>
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Subscribe({ payments, onSubscribe }: { payments: boolean; onSubscribe: () => void }) {
  return (
    <Card as="section" aria-labelledby="subscribe" className="mb-4">
      <Card.Body>
        <h2 id="subscribe">{PLAN.before}</h2>
        <p>{PLAN.stays}</p>
        <Quote role="premium_user" />
        <Button onClick={onSubscribe}>{payments ? PLAN.pay : PLAN.subscribe}</Button>
      </Card.Body>
    </Card>
  );
}

function Leave({ graceMs, onLeave }: { graceMs: number; onLeave: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <Card as="section" aria-labelledby="leave" className="mb-4">
      <Card.Body>
        <h2 id="leave">{PLAN.leave}</h2>
        <p>Your results stay downloadable for {span(graceMs)} more; then they are archived. They are not deleted.</p>
        <Quote role="free_user" />
        <Form.Check
          id="sure"
          className="mb-3"
          label={PLAN.understood}
          checked={sure}
          onChange={(event) => setSure(event.target.checked)}
        />
        <Button variant="outline-danger" disabled={!sure} onClick={onLeave}>
          {PLAN.leave}
        </Button>
      </Card.Body>
    </Card>
  );
}
