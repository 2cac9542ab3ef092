// web/spa/parts/page.tsx — one page: its title, read out and focused when it is shown.
import { type ReactNode, useEffect, useRef } from 'react';

export function Page({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Genomics Annotation Service`;
    heading.current?.focus();
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}
