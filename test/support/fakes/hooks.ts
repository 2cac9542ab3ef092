// test/support/fakes/hooks.ts — something that happens once, just before or after a port is called. What throws `after` a
// call is a reply that was lost: the effect is there.

/** A port and one of its methods, such as `jobs.save`. */
type Call = `${string}.${string}`;
type Act = () => unknown;

export interface Hooks {
  /** Runs `act` once, before the next such call has any effect. */
  before: (call: Call, act: Act) => void;
  /** Runs `act` once, after the next such call has had its effect and before it answers. */
  after: (call: Call, act: Act) => void;
}

export function createHooks(): Hooks & { on: <Port extends object>(name: string, port: Port) => Port } {
  const waiting = new Map<string, Act[]>();
  const add = (when: string, act: Act) => waiting.set(when, [...(waiting.get(when) ?? []), act]);
  const run = async (when: string) => waiting.get(when)?.shift()?.();

  return {
    before: (call, act) => void add(`before ${call}`, act),
    after: (call, act) => void add(`after ${call}`, act),
    on: (name, port) =>
      new Proxy(port, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== 'function' || property === 'partBytes') return value;
          const call = `${name}.${String(property)}`;
          return async (...given: unknown[]) => {
            await run(`before ${call}`);
            const answer: unknown = await Reflect.apply(value, target, given);
            await run(`after ${call}`);
            return answer;
          };
        },
      }),
  };
}
