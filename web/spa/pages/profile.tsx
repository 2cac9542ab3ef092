// web/spa/pages/profile.tsx — who one is, as the identity provider and the service know it.
import type { ProfileView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';
import { size } from '../parts/words.ts';

export function Profile({ profile }: { profile: ProfileView }) {
  return (
    <Page title="Profile">
      <dl>
        <dt>Name</dt>
        <dd>{profile.name ?? 'not told'}</dd>
        <dt>E-mail</dt>
        <dd>{profile.email ?? 'not told'}</dd>
        <dt>Institution</dt>
        <dd>{profile.institution ?? 'not told'}</dd>
        <dt>Plan</dt>
        <dd>
          {profile.plan.role === 'premium_user' ? 'Premium' : 'Free'} · <Link to="/plan">change</Link>
        </dd>
        <dt>Largest input</dt>
        <dd>{size(profile.limits.input_bytes)}</dd>
        <dt>User id</dt>
        <dd>
          <code>{profile.user_id}</code>
        </dd>
      </dl>
    </Page>
  );
}
