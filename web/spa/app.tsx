// web/spa/app.tsx — the frame around every page; a page that is still on its way leaves the frame in place.
import { Suspense, useEffect } from 'react';
import { ErrorBoundary } from './frame/error-boundary.tsx';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import { useLive } from './live.ts';
import { usePath } from './navigation.tsx';
import { fetchAllPages } from './page-files.ts';
import { Loading } from './parts/page.tsx';
import { Toasts } from './toasts/toasts.tsx';
import { isWide, pageOf } from './routes.tsx';
import { FRAME } from './words/frame.ts';

/** By then the page that was asked for is there, as a rule. */
const REST_MS = 1500;

export function App() {
  const live = useLive();
  const path = usePath();
  useEffect(() => {
    const timer = window.setTimeout(fetchAllPages, REST_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <>
      <a className="skip" href="#main">
        {FRAME.skip}
      </a>
      <Header live={live} />
      <main id="main" tabIndex={-1} className={isWide(path) ? 'wide' : undefined}>
        {live.interrupted && (
          <p role="status" className="alert alert-warning">
            {FRAME.connecting}
          </p>
        )}
        <ErrorBoundary key={path}>
          <Suspense fallback={<Loading />}>{pageOf(path, live)}</Suspense>
        </ErrorBoundary>
      </main>
      <Footer />
      <Toasts live={live} />
    </>
  );
}
