// web/spa/toasts/told-once.ts — of several tabs, only one tells what has happened.

const KEY = 'told';
/** More than happen while a tab is in the background. */
const KEPT = 300;

/** Those of the keys that no tab has told yet; from now on this one has. */
export async function claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
  // A browser has locks where the connection is safe; without them two tabs may now and then tell the same.
  return 'locks' in navigator ? await navigator.locks.request(KEY, () => claimed(keys)) : claimed(keys);
}

function claimed(keys: readonly string[]): ReadonlySet<string> {
  const told = toldAlready();
  const fresh = keys.filter((key) => !told.includes(key));
  if (fresh.length > 0) localStorage.setItem(KEY, JSON.stringify([...told, ...fresh].slice(-KEPT)));
  return new Set(fresh);
}

/** What others may have put there is nothing to us. */
function toldAlready(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
