// web/spa/result/variant-name.tsx — a name that may be as long as an inserted sequence, cut in the middle of it.

const LONGEST = 40;

/** The whole of it is on hover; screen readers hear what is seen. */
export function VariantName({ name }: { name: string }) {
  if (name.length <= LONGEST) return name;
  return (
    <span title={name.slice(0, 1000)}>
      {name.slice(0, LONGEST - 12)}…{name.slice(-8)} ({name.length.toLocaleString('en')})
    </span>
  );
}
