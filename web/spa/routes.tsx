// web/spa/routes.tsx — which page an address shows; each is fetched when it is first opened.
import type { ReactNode } from 'react';
import type { ProfileView } from '../contract.ts';
import { SignIn } from './frame/header.tsx';
import type { Live } from './live.ts';
import { jobAt, PAGE_FILES } from './page-files.ts';
import { Home } from './pages/home.tsx';
import { onArrival } from './parts/on-arrival.tsx';
import { Loading, Page } from './parts/page.tsx';
import { ERROR_PAGES } from './words/errors.ts';

const Annotation = onArrival(PAGE_FILES.annotation);
const Annotations = onArrival(PAGE_FILES.annotations);
const NewAnnotation = onArrival(PAGE_FILES.fresh);
const PlanPage = onArrival(PAGE_FILES.plan);
const Profile = onArrival(PAGE_FILES.profile);
const ResultPage = onArrival(PAGE_FILES.result);

/** Tables and plots of a result use all the room there is. */
export function isWide(path: string): boolean {
  return jobAt(path)?.isResult === true;
}

export function pageOf(path: string, live: Live): ReactNode {
  if (path === '/') return <Home signedIn={live.state === 'signed-in'} />;
  if (live.state === 'loading') return <Loading />;
  if (live.state === 'unreachable') return <Told words={ERROR_PAGES.restarting} />;
  if (live.state === 'signed-out' || !live.profile) return <PleaseSignIn path={path} />;
  return ownPage(path, live, live.profile);
}

function ownPage(path: string, live: Live, profile: ProfileView): ReactNode {
  const job = jobAt(path);
  if (job?.isResult) return <ResultPage key={job.jobId} jobId={job.jobId} live={live} />;
  if (job) return <Annotation key={job.jobId} jobId={job.jobId} live={live} />;
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
