// web/spa/app.tsx — the frame around every page, and which page an address shows.
import type { ReactNode } from 'react';
import type { ProfileView } from '../contract.ts';
import { post } from './api.ts';
import { type Live, useLive } from './live.ts';
import { Link, usePath } from './navigation.tsx';
import { Annotation } from './pages/annotation.tsx';
import { Annotations } from './pages/annotations.tsx';
import { Home } from './pages/home.tsx';
import { NewAnnotation } from './pages/new-annotation.tsx';
import { PlanPage } from './pages/plan.tsx';
import { Profile } from './pages/profile.tsx';
import { Page } from './parts/page.tsx';

export function App() {
  const live = useLive();
  const path = usePath();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header live={live} />
      <main id="main">{live.state === 'unreachable' ? <Unreachable /> : pageOf(path, live)}</main>
      <footer>Results are verified by their SHA-256 tree hash before they move and after.</footer>
    </>
  );
}

function Header({ live }: { live: Live }) {
  return (
    <header>
      <Link to="/" className="brand">
        Genomics Annotation Service
      </Link>
      {live.state === 'signed-in' && (
        <nav aria-label="Main">
          <Link to="/annotations">My annotations</Link>
          <Link to="/new">New annotation</Link>
          <Link to="/plan">Plan</Link>
          <Link to="/profile">{live.profile?.name ?? 'Profile'}</Link>
          <button type="button" className="quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </nav>
      )}
      {live.state === 'signed-out' && <SignIn />}
    </header>
  );
}

async function signOut(): Promise<void> {
  await post('/auth/logout');
  window.location.assign('/');
}

function SignIn({ returnTo = '/annotations' }: { returnTo?: string }) {
  return (
    <a className="button" href={`/auth/login?return_to=${encodeURIComponent(returnTo)}`}>
      Sign in
    </a>
  );
}

function pageOf(path: string, live: Live): ReactNode {
  if (path === '/') return <Home signedIn={live.state === 'signed-in'} />;
  if (live.state === 'loading') return <p aria-busy="true">Loading…</p>;
  if (live.state === 'signed-out' || !live.profile) return <PleaseSignIn path={path} />;
  return ownPage(path, live, live.profile);
}

function ownPage(path: string, live: Live, profile: ProfileView): ReactNode {
  const jobId = /^\/annotations\/([^/]+)$/.exec(path)?.[1];
  if (jobId) return <Annotation key={jobId} jobId={jobId} live={live} />;
  if (path === '/annotations') return <Annotations live={live} />;
  if (path === '/new') return <NewAnnotation profile={profile} />;
  if (path === '/plan') return <PlanPage profile={profile} />;
  if (path === '/profile') return <Profile profile={profile} />;
  return <Page title="Not found">There is nothing at this address.</Page>;
}

function PleaseSignIn({ path }: { path: string }) {
  return (
    <Page title="Please sign in">
      <p>This page is yours alone, so we need to know who you are.</p>
      <SignIn returnTo={path} />
    </Page>
  );
}

function Unreachable() {
  return (
    <Page title="One moment">
      <p role="status">The service cannot be reached. This page tries again by itself; running jobs go on.</p>
    </Page>
  );
}
