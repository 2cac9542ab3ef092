// chaos/verdict.ts — what the checker says of one invariant: what it counted, and what was wrong.

export interface Verdict {
  id: string;
  title: string;
  counted: string;
  problems: readonly string[];
}

interface Findings {
  counted: string;
  problems: readonly string[];
  /** How much there was to check: an invariant that nothing could break has not been checked. */
  something: number;
}

export function verdict(id: string, title: string, { counted, problems, something }: Findings): Verdict {
  return { id, title, counted, problems: something > 0 ? problems : [...problems, 'there was nothing to check'] };
}
