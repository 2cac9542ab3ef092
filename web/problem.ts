// web/problem.ts — an answer that is not the one wished for: thrown anywhere, written by the error middleware.
import { ERRORS, type ErrorId } from './contract.ts';

export class Problem extends Error {
  override name = 'Problem';
  readonly id: ErrorId;
  readonly status: number;
  readonly upgrade: boolean;

  constructor(id: ErrorId, { message, upgrade = false }: { message?: string; upgrade?: boolean } = {}) {
    super(message ?? ERRORS[id][1]);
    this.id = id;
    this.status = ERRORS[id][0];
    this.upgrade = upgrade;
  }
}

/** A problem with the words of the closed list, or with more exact ones. */
export function problem(id: ErrorId, message?: string): Problem {
  return new Problem(id, message === undefined ? {} : { message });
}
