// web/cached.ts — one answer for all who ask within a moment.

/** Asks at most once in `freshMs`; a failure is told to those who asked, and not kept. */
export function cached<T>(freshMs: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (known && Date.now() - known.at < freshMs) return known.answer;
    const asked = { at: Date.now(), answer: ask() };
    known = asked;
    asked.answer.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.answer;
  };
}
