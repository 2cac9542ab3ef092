// web/spa/plan/use-plan-change.ts — a change of plan: asked for here, applied elsewhere.
import { useState } from 'react';
import type { CheckoutView, PlanChangeAccepted, ProfileView } from '../../contract.ts';
import { post } from '../api.ts';

type Role = ProfileView['plan']['role'];

/** It is in force when the profile has reached its version; a reload meanwhile forgets nothing. */
export function usePlanChange({ plan, payments, user_id: userId }: ProfileView) {
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
  const subscribe = () => {
    if (!payments) return change('premium_user');
    setSending(true);
    setError(undefined);
    // The page of the provider; ours is left only once there is one.
    post<CheckoutView>('/api/plan/checkout')
      .then(({ url }) => window.location.assign(url))
      .catch(setError)
      .finally(() => setSending(false)); // whoever comes back by the browser's button finds the page as it was
  };
  return { waiting: sending || asked > plan.version, error, change, subscribe };
}
