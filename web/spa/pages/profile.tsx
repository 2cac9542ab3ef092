// web/spa/pages/profile.tsx — who one is, as the identity provider and the service know it.
import type { ProfileView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Deletion } from '../parts/deletion.tsx';
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
      <Deletion
        title="Delete my account"
        confirm="Delete my account and all my data"
        path="/api/profile"
        body={{ confirm: profile.user_id }}
        onDone={() => window.location.assign('/#account-deleted')}
      >
        <p>
          This deletes every annotation of yours, running ones too, with its input, its result, its log and its copy in
          the archive; then your profile and your plan. You are signed out everywhere. What stays is a record that it
          was done, without names or data.
        </p>
        <p>
          Removing it all takes a few minutes. To keep a result, download it first; one that is in the archive has to be
          brought back before. Signing in again later opens a new, empty account.
        </p>
      </Deletion>
    </Page>
  );
}
