// web/spa/parts/page.tsx — one page: its title, read out and focused when it is shown.
import { type ReactNode, useEffect, useRef } from 'react';
import { SERVICE } from '../words/frame.ts';

interface PageProps {
  title: string;
  /** Beside the title: a state, or what is done most. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Page({ title, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${SERVICE}`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div className="d-flex flex-wrap gap-2 justify-content-between align-items-center mb-4">
        <h1 ref={heading} tabIndex={-1} className="mb-0">
          {title}
        </h1>
        {aside}
      </div>
      {children}
    </>
  );
}

/** While a page, or what it shows, is on its way. */
export function Loading({ children = 'Loading…' }: { children?: string }) {
  return (
    <p aria-busy="true" className="text-secondary">
      {children}
    </p>
  );
}
