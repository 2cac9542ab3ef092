// domain/access.ts — what a personal token may do on behalf of its user.

/** `read` is looking and downloading; `write` is submitting, cancelling and deleting jobs as well. */
export const SCOPES = ['read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who may write may read. */
export function permits(granted: readonly Scope[], wanted: Scope): boolean {
  return granted.includes(wanted) || (wanted === 'read' && granted.includes('write'));
}
