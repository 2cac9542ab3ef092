// web/spa/parts/problem.tsx — what went wrong, in words, with the way on where there is one.
import { ApiError } from '../api.ts';
import { Link } from '../navigation.tsx';

export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  const upgrade = error instanceof ApiError ? error.upgradeUrl : undefined;
  return (
    <div role="alert" className="alert alert-danger py-2 my-2">
      {error instanceof Error ? error.message : 'Something went wrong.'}{' '}
      {upgrade && (
        <Link to={upgrade} className="alert-link">
          Upgrade to Premium
        </Link>
      )}
    </div>
  );
}
