// domain/hgvs.ts — describes a change of bases as HGVS does: 3' rule, duplications, inversions (hgvs-nomenclature.org).
import type { Bases, Transcript } from './transcript.ts';
import { reverseComplement, transcriptPosition } from './transcript.ts';

/** `removed` begins at `at` (1-based); where nothing is removed, `added` goes before the base at `at`. */
export interface Edit {
  at: number;
  removed: string;
  added: string;
}

/** The change of a VCF record without the bases that REF and ALT share. */
export function editOf(position: number, ref: string, alt: string): Edit {
  let end = 0;
  const shorter = Math.min(ref.length, alt.length);
  while (end < shorter && ref[ref.length - 1 - end] === alt[alt.length - 1 - end]) end += 1;
  let start = 0;
  while (start < shorter - end && ref[start] === alt[start]) start += 1;
  return {
    at: position + start,
    removed: ref.slice(start, ref.length - end),
    added: alt.slice(start, alt.length - end),
  };
}

/** A pure insertion or deletion moved as far as it goes: to higher positions for strand 1, to lower ones for -1. */
export function shifted(edit: Edit, strand: 1 | -1, bases: Bases): Edit {
  let { at, removed, added } = edit;
  if ((removed === '') === (added === '')) return edit;
  let moving = removed || added;
  const length = removed.length;
  const next = strand === 1 ? () => bases(at + length, at + length) : () => bases(at - 1, at - 1);
  const first = strand === 1 ? 0 : moving.length - 1;
  for (let base = next(); base !== '' && base === moving[first]; base = next()) {
    moving = strand === 1 ? moving.slice(1) + base : base + moving.slice(0, -1);
    at += strand;
  }
  return removed === '' ? { at, removed, added: moving } : { at, removed: moving, added };
}

/** `g.` or `m.` of a change, without the name of the sequence: `m.3243A>G`, `g.5_7dup`. */
export function genomicHgvs(edit: Edit, kind: 'g' | 'm', bases: Bases): string {
  return `${kind}.${describe(shifted(edit, 1, bases), { strand: 1, bases, name: String })}`;
}

/** `c.` of a coding transcript, `n.` of another: `c.1019G>A`, `c.88+1del`, `n.14A>G`. */
export function transcriptHgvs(edit: Edit, transcript: Transcript, bases: Bases): string {
  const name = (position: number): string => transcriptPosition(transcript, position);
  const { strand, coding } = transcript;
  return `${coding.length > 0 ? 'c' : 'n'}.${describe(shifted(edit, strand, bases), { strand, bases, name })}`;
}

interface Reading {
  strand: 1 | -1;
  bases: Bases;
  name: (position: number) => string;
}

function describe({ at, removed, added }: Edit, { strand, bases, name }: Reading): string {
  const read = (text: string): string => (strand === 1 ? text : reverseComplement(text));
  const range = (from: number, to: number): string => {
    if (from === to) return name(from);
    return strand === 1 ? `${name(from)}_${name(to)}` : `${name(to)}_${name(from)}`;
  };
  const last = at + removed.length - 1;
  if (removed === '' && added === '') return `${name(at)}=`;
  if (added === '') return `${range(at, last)}del`;
  if (removed === '') {
    const from = strand === 1 ? at - added.length : at;
    const copied = bases(from, from + added.length - 1) === added;
    return copied ? `${range(from, from + added.length - 1)}dup` : `${range(at - 1, at)}ins${read(added)}`;
  }
  return replaced({ removed, added }, range(at, last), read);
}

function replaced({ removed, added }: Omit<Edit, 'at'>, range: string, read: (text: string) => string): string {
  if (removed.length === 1 && added.length === 1) return `${range}${read(removed)}>${read(added)}`;
  if (removed.length === added.length && reverseComplement(removed) === added) return `${range}inv`;
  return `${range}delins${read(added)}`;
}
