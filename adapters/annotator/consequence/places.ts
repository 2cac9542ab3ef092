// adapters/annotator/consequence/places.ts — the named places of a contig that an allele touches: loci, regions.

/** A field, and its places on one contig: [contig, first base, last base, name]. */
export interface PlaceField {
  id: string;
  spans: readonly (readonly [string, number, number, string])[];
}
/** A field for a record, `MT_LOCUS=MT-CR,MT-HV2`. */
export interface PlaceValue {
  id: string;
  value: string;
}

/** Answers what to write for `length` bases from a position on; a position asked for again costs nothing. */
export function placeFinder(fields: readonly PlaceField[]) {
  let known: { position: number; values: readonly PlaceValue[] } = { position: 0, values: [] };
  return (position: number, length: number): readonly PlaceValue[] => {
    if (length > 1) return placesAt(fields, position, position + length - 1);
    if (known.position !== position) known = { position, values: placesAt(fields, position, position) };
    return known.values;
  };
}

/** The names at these positions, of each field; none twice. */
function placesAt(fields: readonly PlaceField[], from: number, to: number): PlaceValue[] {
  const values: PlaceValue[] = [];
  for (const { id, spans } of fields) {
    const names: string[] = [];
    for (const [, first, last, name] of spans) {
      if (first <= to && last >= from && !names.includes(name)) names.push(name);
    }
    if (names.length > 0) values.push({ id, value: names.join(',') });
  }
  return values;
}
