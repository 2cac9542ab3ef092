// web/spa/pages/plan.tsx — subscribing to Premium, and leaving it.
import { useState } from 'react';
import type { PlanChangeAccepted, ProfileView } from '../../contract.ts';
import { post } from '../api.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StorageOverview } from '../parts/storage.tsx';
import { size, span } from '../parts/words.ts';

type Role = ProfileView['plan']['role'];

export function PlanPage({ profile }: { profile: ProfileView }) {
  const { waiting, error, change } = usePlanChange(profile);
  const premium = profile.plan.role === 'premium_user';
  return (
    <Page title="Plan">
      <p>
        You are on the <strong>{premium ? 'Premium' : 'Free'}</strong> plan.
      </p>
      <Comparison profile={profile} />
      <div aria-live="polite">
        {waiting && <p aria-busy="true">Your change of plan is being applied…</p>}
        <Problem error={error} />
      </div>
      {!waiting && !premium && (
        <button type="button" onClick={() => change('premium_user')}>
          Subscribe to Premium
        </button>
      )}
      {!waiting && premium && <Leave graceMs={profile.grace_ms} onLeave={() => change('free_user')} />}
      <StorageOverview premium={premium} />
    </Page>
  );
}

/** A change is asked for here and applied elsewhere: it is in force when the profile has reached its version. */
function usePlanChange({ plan, user_id: userId }: ProfileView) {
  const waitsFor = `plan version of ${userId}`;
  const [asked, setAsked] = useState(() => Number(sessionStorage.getItem(waitsFor) ?? 0));
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const ask = async (role: Role) => {
    const { plan_version: version } = await post<PlanChangeAccepted>('/api/plan', { role });
    sessionStorage.setItem(waitsFor, String(version));
    setAsked(version);
  };
  const change = (role: Role) => {
    setSending(true);
    setError(undefined);
    ask(role)
      .catch(setError)
      .finally(() => setSending(false));
  };
  return { waiting: sending || asked > plan.version, error, change };
}

function Comparison({ profile: { limits, grace_ms: graceMs } }: { profile: ProfileView }) {
  return (
    <table>
      <thead>
        <tr>
          <td />
          <th scope="col">Free</th>
          <th scope="col">Premium</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Largest input</th>
          <td>{size(limits.free_input_bytes)}</td>
          <td>{size(limits.premium_input_bytes)}</td>
        </tr>
        <tr>
          <th scope="row">Results</th>
          <td>can be downloaded for {span(graceMs)}, then they are archived</td>
          <td>stay; what was archived comes back</td>
        </tr>
      </tbody>
    </table>
  );
}

function Leave({ graceMs, onLeave }: { graceMs: number; onLeave: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <fieldset>
      <legend>Leave Premium</legend>
      <p>Your results stay downloadable for {span(graceMs)} more; then they are archived. They are not deleted.</p>
      <label>
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} /> I understand
      </label>
      <button type="button" disabled={!sure} onClick={onLeave}>
        Leave Premium
      </button>
    </fieldset>
  );
}
