// chaos/clock.ts — loaded before a process of ours (node --import): puts its clock ahead by what the address says in ms.
const shifts = new URL(import.meta.url).searchParams;
const name = /(worker|bridge|web)\/main\.ts$/.exec(process.argv[1] ?? '')?.[1];
const ahead = Number((name && shifts.get(name)) ?? 0);

if (ahead !== 0) {
  const RealDate = Date;
  const now = () => RealDate.now() + ahead;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: [], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
}
