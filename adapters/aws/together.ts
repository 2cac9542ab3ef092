// adapters/aws/together.ts — two things that are done at once, and belong together.

type Work<T> = (signal: AbortSignal) => Promise<T>;

/** The first failure stops the other one, which has ended by the time this throws. */
export async function together<A, B>(
  outer: AbortSignal | undefined,
  one: Work<A>,
  other: Work<B>,
): Promise<readonly [A, B]> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  let first: { error: unknown } | undefined;
  const guarded = async <T>(work: Work<T>): Promise<T> => {
    try {
      return await work(signal);
    } catch (error) {
      first ??= { error };
      stop.abort();
      throw error;
    }
  };
  const [a, b] = await Promise.allSettled([guarded(one), guarded(other)]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  throw first?.error;
}
