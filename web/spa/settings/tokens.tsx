// web/spa/settings/tokens.tsx — personal tokens for programs: made, seen once, revoked.
import { useState } from 'react';
import Button from 'react-bootstrap/Button';
import type { CreatedToken, TokenList, TokenView } from '../../contract.ts';
import { remove } from '../api.ts';
import { Copied } from '../job/copy.tsx';
import { useAsk } from '../parts/ask.ts';
import { Problem } from '../parts/problem.tsx';
import { When } from '../parts/time.tsx';
import { TOKENS } from '../words/profile.ts';
import { NewTokenForm } from './new-token.tsx';

export function Tokens() {
  const { answer, error } = useAsk<TokenList>('/api/tokens');
  const [created, setCreated] = useState<readonly CreatedToken[]>([]);
  const [revoked, setRevoked] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<unknown>();

  // The list comes from an index that may lag: what was made or revoked here is known better here.
  const listed = answer?.tokens ?? [];
  const fresh = created.filter(({ id }) => !listed.some((token) => token.id === id));
  const tokens = [...fresh, ...listed].filter(({ id }) => !revoked.has(id));
  const revoke = ({ id }: TokenView) => {
    setRefused(undefined);
    remove(`/api/tokens/${id}`).then(() => setRevoked((now) => new Set(now).add(id)), setRefused);
  };
  const newest = created.at(-1);
  return (
    <>
      <p className="text-secondary">{TOKENS.text}</p>
      <Problem error={error ?? refused} />
      {newest && !revoked.has(newest.id) && (
        <div className="alert alert-success" role="status">
          <p className="mb-2">{TOKENS.once}</p>
          <Copied value={newest.token} label="the token" />
        </div>
      )}
      {answer && tokens.length === 0 && <p>{TOKENS.none}</p>}
      {tokens.length > 0 && <List tokens={tokens} onRevoke={revoke} />}
      <NewTokenForm onCreated={(token) => setCreated((now) => [...now, token])} />
    </>
  );
}

function List({ tokens, onRevoke }: { tokens: readonly TokenView[]; onRevoke: (token: TokenView) => void }) {
  return (
    <ul className="list-group mb-3">
      {tokens.map((token) => (
        <li
          key={token.id}
          className="list-group-item d-flex flex-wrap gap-2 justify-content-between align-items-center"
        >
          <div>
            <strong>{token.name}</strong>
            <div className="text-secondary small">
              {TOKENS.scopes[token.scopes.includes('write') ? 'write' : 'read']} · expires{' '}
              <When at={token.expires_at} focusable /> ·{' '}
              {token.last_used_at ? (
                <>
                  used <When at={token.last_used_at} focusable />
                </>
              ) : (
                TOKENS.never
              )}
            </div>
          </div>
          <Button
            size="sm"
            variant="outline-danger"
            aria-label={`${TOKENS.revoke} ${token.name}`}
            onClick={() => onRevoke(token)}
          >
            {TOKENS.revoke}
          </Button>
        </li>
      ))}
    </ul>
  );
}
