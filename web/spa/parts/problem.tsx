// web/spa/parts/problem.tsx — what went wrong, in words, with the way on where there is one.
import { ApiError } from '../api.ts';
import { Link } from '../navigation.tsx';

export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  const upgrade = error instanceof ApiError ? error.upgradeUrl : undefined;
  return (
    <p role="alert" className="problem">
      {error instanceof Error ? error.message : 'Something went wrong.'}{' '}
      {upgrade && <Link to={upgrade}>Upgrade to Premium</Link>}
    </p>
  );
}
