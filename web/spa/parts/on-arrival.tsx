// web/spa/parts/on-arrival.tsx — a page whose file may still be on its way.
import { type ComponentType, lazy, useState } from 'react';
import type { PageFile } from '../page-files.ts';

/** Drawn at once where the file is here: React would show what stands in for it for a third of a second at least. */
export function onArrival<Props extends object>(file: PageFile<Props>): ComponentType<Props> {
  const Later = lazy(async () => ({ default: await file.fetch() })) as unknown as ComponentType<Props>;
  return function OnArrival(props: Props) {
    const [Shown] = useState<ComponentType<Props>>(() => file.page() ?? Later);
    return <Shown {...props} />;
  };
}
