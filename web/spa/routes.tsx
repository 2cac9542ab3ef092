// web/spa/routes.tsx — which page an address shows; each is fetched when it is first opened.
import { lazy, type ReactNode } from 'react';
import type { ProfileView } from '../contract.ts';
import { SignIn } from './frame/header.tsx';
import type { Live } from './live.ts';
import { Home } from './pages/home.tsx';
import { Loading, Page } from './parts/page.tsx';
import { ERROR_PAGES } from './words/errors.ts';

const Annotation = lazy(async () => ({ default: (await import('./pages/annotation.tsx')).Annotation }));
const Annotations = lazy(async () => ({ default: (await import('./pages/annotations.tsx')).Annotations }));
const NewAnnotation = lazy(async () => ({ default: (await import('./pages/new-annotation.tsx')).NewAnnotation }));
const PlanPage = lazy(async () => ({ default: (await import('./pages/plan.tsx')).PlanPage }));
const Profile = lazy(async () => ({ default: (await import('./pages/profile.tsx')).Profile }));
const ResultPage = lazy(async () => ({ default: (await import('./result/result-page.tsx')).ResultPage }));

const ONE_JOB = /^\/annotations\/([^/]+)(\/result)?$/;

/** Tables and plots of a result use all the room there is. */
export function isWide(path: string): boolean {
  return ONE_JOB.exec(path)?.[2] !== undefined;
}

export function pageOf(path: string, live: Live): ReactNode {
  if (path === '/') return <Home signedIn={live.state === 'signed-in'} />;
  if (live.state === 'loading') return <Loading />;
  if (live.state === 'unreachable') return <Told words={ERROR_PAGES.restarting} />;
  if (live.state === 'signed-out' || !live.profile) return <PleaseSignIn path={path} />;
  return ownPage(path, live, live.profile);
}

function ownPage(path: string, live: Live, profile: ProfileView): ReactNode {
  const [, jobId, result] = ONE_JOB.exec(path) ?? [];
  if (jobId && result) return <ResultPage key={jobId} jobId={jobId} live={live} />;
  if (jobId) return <Annotation key={jobId} jobId={jobId} live={live} />;
  if (path === '/annotations') return <Annotations live={live} />;
  if (path === '/new') return <NewAnnotation profile={profile} />;
  if (path === '/plan') return <PlanPage profile={profile} />;
  if (path === '/profile') return <Profile profile={profile} />;
  return <Told words={ERROR_PAGES.missing} />;
}

function PleaseSignIn({ path }: { path: string }) {
  const { title, text } = ERROR_PAGES.signIn;
  return (
    <Page title={title}>
      <p>{text}</p>
      <SignIn returnTo={path} />
    </Page>
  );
}

function Told({ words: { title, text } }: { words: { title: string; text: string } }) {
  return (
    <Page title={title}>
      <p role="status">{text}</p>
    </Page>
  );
}
