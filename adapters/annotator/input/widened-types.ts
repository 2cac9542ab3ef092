// adapters/annotator/input/widened-types.ts — collects declared types that the values do not keep to.
import { printable } from '../../../domain/annotation.ts';
import { widerType } from './numbers.ts';
import type { Problems } from './refused.ts';

export type WiderType = 'Float' | 'String';

/** Integers that place a record: these must be what they are declared as. */
const RELIED_ON = ['INFO/END', 'INFO/SVLEN'];
const INFO = 8;

/** bcftools would cut such a value short, or refuse the file; with a wider type it is kept as it is. */
export function typeWidener(problems: Problems) {
  const wider = new Map<string, WiderType>();
  return {
    /** Notes that a value of `tag` (`INFO/DP`) is not of its type, Integer or Float; answers false where it must be. */
    widen(tag: string, value: string): boolean {
      if (RELIED_ON.includes(tag)) {
        const name = tag.slice('INFO/'.length);
        problems.add(INFO, `${name} must be a whole number, it is "${printable(value)}". Correct this record.`);
        return false;
      }
      if (wider.get(tag) !== 'String') wider.set(tag, widerType(value));
      return true;
    },
    /** Tag to the type that fits all its values. */
    types: (): ReadonlyMap<string, WiderType> => wider,
  };
}
export type TypeWidener = ReturnType<typeof typeWidener>;
