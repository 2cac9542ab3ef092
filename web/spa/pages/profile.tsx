// web/spa/pages/profile.tsx — who one is, what one is told, which programs and browsers act in one's name.
import type { ReactNode } from 'react';
import type { ProfileView } from '../../contract.ts';
import { Link } from '../navigation.tsx';
import { Deletion } from '../parts/deletion.tsx';
import { Page } from '../parts/page.tsx';
import { Notifications } from '../settings/notifications.tsx';
import { Section } from '../settings/section.tsx';
import { Sessions } from '../settings/sessions.tsx';
import { Tokens } from '../settings/tokens.tsx';
import { Webhooks } from '../settings/webhooks.tsx';
import { DELETION } from '../words/deletion.ts';
import { PROFILE } from '../words/profile.ts';
import { size } from '../words/units.ts';

const SECTIONS: readonly [keyof typeof PROFILE.sections, (profile: ProfileView) => ReactNode][] = [
  ['account', (profile) => <Account profile={profile} />],
  ['notifications', () => <Notifications />],
  ['webhooks', () => <Webhooks />],
  ['tokens', () => <Tokens />],
  ['sessions', () => <Sessions />],
  ['data', (profile) => <MyData profile={profile} />],
];

export function Profile({ profile }: { profile: ProfileView }) {
  return (
    <Page title={PROFILE.title}>
      <nav aria-label={PROFILE.contents} className="mb-4">
        <ul className="nav nav-tabs">
          {SECTIONS.map(([id]) => (
            <li key={id} className="nav-item">
              <a className="nav-link" href={`#${id}`}>
                {PROFILE.sections[id]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {SECTIONS.map(([id, content]) => (
        <Section key={id} id={id} title={PROFILE.sections[id]}>
          {content(profile)}
        </Section>
      ))}
    </Page>
  );
}

function Account({ profile }: { profile: ProfileView }) {
  const facts: readonly [string, ReactNode][] = [
    ['Name', profile.name ?? PROFILE.notTold],
    ['E-mail', profile.email ?? PROFILE.notTold],
    ['Institution', profile.institution ?? PROFILE.notTold],
    [
      'Plan',
      <>
        {profile.plan.role === 'premium_user' ? 'Premium' : 'Free'} · <Link to="/plan">{PROFILE.change}</Link>
      </>,
    ],
    ['Largest input', size(profile.limits.input_bytes)],
    ['User id', <code key="id">{profile.user_id}</code>],
  ];
  return (
    <dl className="row mb-0">
      {facts.map(([name, value]) => (
        <div key={name} className="col-sm-6 col-lg-4 mb-3">
          <dt>{name}</dt>
          <dd className="mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function MyData({ profile }: { profile: ProfileView }) {
  const { title, confirm, what, how } = DELETION.account;
  return (
    <>
      <p>{PROFILE.exportText}</p>
      <a className="btn btn-outline-secondary" href="/api/profile/export" download>
        {PROFILE.exportButton}
      </a>
      <Deletion
        title={title}
        confirm={confirm}
        path="/api/profile"
        body={{ confirm: profile.user_id }}
        onDone={() => window.location.assign('/#account-deleted')}
      >
        <p>{what}</p>
        <p>{how}</p>
      </Deletion>
    </>
  );
}
