// web/spa/pages/home.tsx — what the service is; the only public page.
import Card from 'react-bootstrap/Card';
import { SignIn } from '../frame/header.tsx';
import { Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';
import { DELETION } from '../words/deletion.ts';
import { FRAME } from '../words/frame.ts';
import { HOME } from '../words/home.ts';

export function Home({ signedIn }: { signedIn: boolean }) {
  return (
    <Page title={HOME.title}>
      {window.location.hash === '#account-deleted' && (
        <p role="status" className="alert alert-success">
          {DELETION.account.done}
        </p>
      )}
      <p className="lead">{HOME.lead}</p>
      <div className="actions my-4">{signedIn ? <Begin /> : <SignIn>{HOME.signIn}</SignIn>}</div>
      <ol className="row g-3 list-unstyled mt-2">
        {HOME.steps.map(([title, text]) => (
          <li key={title} className="col-sm-6 col-lg-3">
            <Card className="h-100">
              <Card.Body>
                <h2>{title}</h2>
                <p className="text-secondary mb-0">{text}</p>
              </Card.Body>
            </Card>
          </li>
        ))}
      </ol>
    </Page>
  );
}

function Begin() {
  return (
    <>
      <Link to="/new" className="btn btn-primary">
        {FRAME.fresh}
      </Link>
      <Link to="/annotations" className="btn btn-outline-secondary">
        {FRAME.annotations}
      </Link>
    </>
  );
}
