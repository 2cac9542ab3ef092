// web/spa/settings/section.tsx — a part of the profile under its own heading, to be linked to.
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { Loading } from '../parts/page.tsx';

export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${id}`) section.current?.scrollIntoView();
  }, [id]);
  return (
    <section ref={section} id={id} aria-labelledby={`${id}-title`} className="settings-section">
      <h2 id={`${id}-title`}>{title}</h2>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </section>
  );
}
