// web/spa/result/result-page.tsx — what is in one result.
import type { Live } from '../live.ts';
import { Link } from '../navigation.tsx';
import { Page } from '../parts/page.tsx';

export function ResultPage({ jobId }: { jobId: string; live: Live }) {
  return (
    <Page title="Result">
      <Link to={`/annotations/${jobId}`}>Back to the annotation</Link>
    </Page>
  );
}
