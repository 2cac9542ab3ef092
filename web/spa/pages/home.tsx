// web/spa/pages/home.tsx — what the service is; the only public page.
import { Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';

export function Home({ signedIn }: { signedIn: boolean }) {
  return (
    <Page title="Annotate your variants">
      {window.location.hash === '#account-deleted' && (
        <p role="status">Your account is deleted, and you are signed out. Its data are being removed.</p>
      )}
      <p className="lead">
        Upload a VCF and get it back with consequences, disease associations and frequencies. Nothing is lost on the
        way: every step is durable, and results are verified by their hash.
      </p>
      {signedIn ? (
        <p>
          <Link to="/new" className="button">
            New annotation
          </Link>{' '}
          <Link to="/annotations">My annotations</Link>
        </p>
      ) : (
        <p>
          <a className="button" href="/auth/login?return_to=/annotations">
            Sign in to begin
          </a>
        </p>
      )}
    </Page>
  );
}
