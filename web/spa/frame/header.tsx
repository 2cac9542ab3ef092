// web/spa/frame/header.tsx — the bar above every page: where one is, where one can go, who one is.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import Container from 'react-bootstrap/Container';
import Nav from 'react-bootstrap/Nav';
import Navbar from 'react-bootstrap/Navbar';
import { post } from '../api.ts';
import type { Live } from '../live.ts';
import { Link, usePath } from '../navigation.tsx';
import { FRAME, SERVICE } from '../words/frame.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** On narrow screens the pages are behind a button, which closes again when one has been chosen. */
export function Header({ live }: { live: Live }) {
  const path = usePath();
  const [openedAt, setOpenedAt] = useState<string>();
  const toggle = (open: boolean) => setOpenedAt(open ? path : undefined);
  return (
    <header className="frame-header">
      <Navbar expand="lg" aria-label={FRAME.main} expanded={openedAt === path} onToggle={toggle}>
        <Container fluid>
          <Link to="/" className="navbar-brand brand">
            <Helix />
            {SERVICE}
          </Link>
          <Navbar.Toggle aria-controls="pages" label={FRAME.menu} />
          <Navbar.Collapse id="pages">
            {live.state === 'signed-in' && <Pages name={live.profile?.name ?? FRAME.profile} />}
            <div className="d-flex flex-wrap gap-2 ms-auto py-1 align-items-center">
              <ThemeSwitch />
              {live.state === 'signed-out' && <SignIn />}
              {live.state === 'signed-in' && <SignOut />}
            </div>
          </Navbar.Collapse>
        </Container>
      </Navbar>
    </header>
  );
}

function Pages({ name }: { name: string }) {
  return (
    <Nav className="me-auto">
      <Link to="/annotations" className="nav-link">
        {FRAME.annotations}
      </Link>
      <Link to="/new" className="nav-link">
        {FRAME.fresh}
      </Link>
      <Link to="/plan" className="nav-link">
        {FRAME.plan}
      </Link>
      <Link to="/profile" className="nav-link">
        {name}
      </Link>
    </Nav>
  );
}

export function SignIn({
  returnTo = '/annotations',
  children = FRAME.signIn,
}: {
  returnTo?: string;
  children?: string;
}) {
  return (
    <a className="btn btn-primary" href={`/auth/login?return_to=${encodeURIComponent(returnTo)}`}>
      {children}
    </a>
  );
}

function SignOut() {
  return (
    <Button variant="outline-secondary" size="sm" onClick={() => void signOut()}>
      {FRAME.signOut}
    </Button>
  );
}

async function signOut(): Promise<void> {
  await post('/auth/logout');
  window.location.assign('/');
}

function Helix() {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" aria-hidden="true">
      <path d="M9 2c0 14 14 14 14 28M23 2c0 14-14 14-14 28M11 8h10M11 24h10" />
    </svg>
  );
}
