// web/spa/frame/error-boundary.tsx — a page that breaks takes neither the frame nor the other pages with it.
import { Component, type ReactNode } from 'react';
import Button from 'react-bootstrap/Button';
import { Page } from '../parts/page.tsx';
import { ERROR_PAGES } from '../words/errors.ts';

interface State {
  broken: boolean;
}

/** Given `key={path}`, so that another page is another chance. React knows error boundaries as classes only. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

/** Also where a part of the page could not be fetched, such as after the service was renewed. */
function Broken() {
  const { title, text } = ERROR_PAGES.broken;
  return (
    <Page title={title}>
      <p role="alert">{text}</p>
      <Button onClick={() => window.location.reload()}>Load the page again</Button>
    </Page>
  );
}
