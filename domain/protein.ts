// domain/protein.ts — what a change of the coding sequence does to codons, amino acids and the protein (HGVS p.).
import type { GeneticCode } from './genetic-code.ts';
import { aminoAcid, isStart, translate, translateToStop } from './genetic-code.ts';

/** `removed` begins at `at` (0-based) of the coding sequence; where nothing is removed, `added` goes before it. */
export interface CodingEdit {
  at: number;
  removed: string;
  added: string;
}

export interface CodingContext {
  /** The whole coding sequence in reading direction, from the first base of a codon. */
  sequence: string;
  /** What follows it in the transcript, where a lost stop or a shifted frame reads on. */
  rest: () => string;
  code: GeneticCode;
  /** Whether the sequence begins with its start codon. */
  startsHere: boolean;
}

export interface ProteinChange {
  /** `p.Arg340His`, `p.Lys54=`, `p.Arg97ProfsTer23`, `p.Ter310GlnextTer17`, `p.Met1?`; empty where it can't be told. */
  hgvs: string;
  /** `R/H`, `L`, `-/T` as VEP writes them. */
  aminoAcids: string;
  /** `cGc/cAc`: what changes in upper case. */
  codons: string;
  /** 1-based: first and last codon touched. */
  firstCodon: number;
  lastCodon: number;
  startRetained: boolean;
}

const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  'A Ala,R Arg,N Asn,D Asp,C Cys,Q Gln,E Glu,G Gly,H His,I Ile,L Leu,K Lys,M Met,F Phe,P Pro,S Ser,T Thr,W Trp,Y Tyr,V Val,U Sec,* Ter,X Xaa'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);
function named(letters: string): string {
  let text = '';
  for (let at = 0; at < letters.length; at += 1) text += NAMES[letters[at]!] ?? 'Xaa';
  return text;
}
/** Longer stretches of codons and amino acids are not spelt out. */
const SPELT = 60;

/** What the edits, in order and apart from each other, make of the protein together. */
export function proteinChange(edits: readonly CodingEdit[], context: CodingContext): ProteinChange {
  const first = edits[0]!;
  const last = edits.at(-1)!;
  const end = last.at + last.removed.length;
  const from = Math.floor(first.at / 3) * 3;
  const to = Math.max(from, Math.ceil(end / 3) * 3);
  const grown = edits.reduce((sum, { removed, added }) => sum + added.length - removed.length, 0);
  const was = context.sequence.slice(from, to);
  const altered = spelt(edits, context.sequence, { from, to });
  const is = altered.is.toUpperCase();
  const stretch: Stretch = { context, codon: from / 3, was, is, grown };
  const found = grown % 3 === 0 ? inFrame(stretch) : frameShift(stretch);
  const tooLong = was.length > SPELT || is.length > SPELT;
  return {
    hgvs: found.hgvs,
    aminoAcids: tooLong ? '' : slashed(found.was, found.is),
    codons: tooLong ? '' : `${altered.was || '-'}/${altered.is || '-'}`,
    firstCodon: from / 3 + 1,
    lastCodon: Math.max(from / 3 + 1, to / 3),
    startRetained: found.startRetained,
  };
}

function spelt(edits: readonly CodingEdit[], sequence: string, { from, to }: { from: number; to: number }) {
  let was = '';
  let is = '';
  let at = from;
  for (const edit of edits) {
    const between = sequence.slice(at, edit.at).toLowerCase();
    was += between + edit.removed;
    is += between + edit.added;
    at = edit.at + edit.removed.length;
  }
  const tail = sequence.slice(at, to).toLowerCase();
  return { was: was + tail, is: is + tail };
}

interface Stretch {
  context: CodingContext;
  /** 0-based number of the first codon. */
  codon: number;
  was: string;
  is: string;
  grown: number;
}
interface Found {
  hgvs: string;
  was: string;
  is: string;
  startRetained: boolean;
}

function inFrame({ context, codon, was, is }: Stretch): Found {
  const { code, startsHere } = context;
  const old = translate(code, was).split('');
  const young = translate(code, is).split('');
  let startRetained = false;
  if (codon === 0 && startsHere && isStart(code, was)) {
    old[0] = 'M';
    if (!isStart(code, is)) return { hgvs: 'p.Met1?', was: old.join(''), is: young.join(''), startRetained };
    young[0] = 'M';
    startRetained = was.slice(0, 3) !== is.slice(0, 3);
  }
  const texts = { was: old.join(''), is: upToStop(young.join('')), startRetained };
  return { ...texts, hgvs: describeResidues(context, codon, texts) };
}

const upToStop = (residues: string): string => {
  const stop = residues.indexOf('*');
  return stop < 0 ? residues : residues.slice(0, stop + 1);
};

function describeResidues(context: CodingContext, codon: number, { was, is }: { was: string; is: string }): string {
  if (was.includes('X') || is.includes('X')) return '';
  if (was === is) return `p.${rangeOf(codon + 1, was)}=`;
  const { start, end, stops } = unlike(was, is);
  const removed = was.slice(start, was.length - end);
  const added = is.slice(start, is.length - end);
  const position = codon + start + 1;
  if (stops && added === '*') return `p.${named(residueAt(context, position))}${position}Ter`;
  if (removed.startsWith('*')) return extension(context, { position, added });
  return `p.${changed(context, { position, removed, added })}`;
}

/** How many residues both share at the start and at the end; behind a new stop nothing is shared. */
function unlike(was: string, is: string): { start: number; end: number; stops: boolean } {
  const stops = is.endsWith('*') && !was.endsWith('*');
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start += 1;
  let end = 0;
  const room = stops ? 0 : shorter - start;
  while (end < room && was[was.length - 1 - end] === is[is.length - 1 - end]) end += 1;
  return { start, end, stops };
}

/** 1-based residue of the unchanged protein. */
const residueAt = ({ sequence, code }: CodingContext, position: number): string =>
  position < 1 || position * 3 > sequence.length ? '' : aminoAcid(code, sequence, (position - 1) * 3);

const rangeOf = (position: number, residues: string): string =>
  residues.length < 2
    ? `${named(residues)}${position}`
    : `${named(residues[0]!)}${position}_${named(residues.at(-1)!)}${position + residues.length - 1}`;

interface Residues {
  position: number;
  removed: string;
  added: string;
}

function changed(context: CodingContext, { position, removed, added }: Residues): string {
  if (removed.length === 1 && added.length === 1) return `${named(removed)}${position}${named(added)}`;
  if (removed !== '' && added !== '') return `${rangeOf(position, removed)}delins${named(added)}`;
  const { at, moving } = lastPlace(context, { position, removed, added });
  if (added === '') return `${rangeOf(at, moving)}del`;
  const copied = moving.split('').every((residue, index) => residueAt(context, at - moving.length + index) === residue);
  if (copied) return `${rangeOf(at - moving.length, moving)}dup`;
  const [left, right] = [residueAt(context, at - 1), residueAt(context, at)];
  return `${named(left)}${at - 1}_${named(right)}${at}ins${named(moving)}`;
}

/** Residues lost or gained, moved as far to the end of the protein as they go. */
function lastPlace(context: CodingContext, { position, removed, added }: Residues): { at: number; moving: string } {
  let moving = removed || added;
  let at = position;
  for (;;) {
    const next = residueAt(context, at + removed.length);
    if (next === '' || next !== moving[0]) return { at, moving };
    moving = moving.slice(1) + next;
    at += 1;
  }
}

function extension(context: CodingContext, { position, added }: { position: number; added: string }): string {
  const beyond = translate(context.code, context.rest());
  const stop = (added + beyond).indexOf('*');
  const [residue = 'X'] = added || beyond;
  return `p.Ter${position}${named(residue)}extTer${stop < 0 ? '?' : stop}`;
}

function frameShift({ context, codon, was, is }: Stretch): Found {
  const { code, sequence, startsHere } = context;
  const onwards = sequence.slice(codon * 3 + was.length);
  const young = translateToStop(code, is + onwards + context.rest());
  const texts = { was: translate(code, was), is: translate(code, is) + (is.length % 3 === 0 ? '' : 'X') };
  const found = (hgvs: string): Found => ({ ...texts, hgvs, startRetained: false });
  if (codon === 0 && startsHere && !isStart(code, is)) return found('p.Met1?');
  return found(shiftedFrame(context, codon, young));
}

/** `young` is the protein from the codon on, up to its new stop if there is one. */
function shiftedFrame(context: CodingContext, codon: number, young: string): string {
  let at = 0;
  while (at < young.length && young[at] === residueAt(context, codon + at + 1)) at += 1;
  const old = residueAt(context, codon + at + 1);
  const residue = young[at] ?? 'X';
  if (old === '' || old === 'X' || residue === 'X') return '';
  const place = `p.${named(old)}${codon + at + 1}`;
  if (residue === '*') return `${place}Ter`;
  const stop = young.endsWith('*') ? young.length - at : undefined;
  return `${place}${named(residue)}${newEnd(old, stop)}`;
}

/** `fsTer5` counts the first changed residue as 1; `extTer4` counts the residues behind the old stop. */
function newEnd(old: string, stop: number | undefined): string {
  if (old === '*') return `extTer${stop === undefined ? '?' : stop - 1}`;
  return `fsTer${stop ?? '?'}`;
}

const slashed = (was: string, is: string): string => (was === is ? was : `${was || '-'}/${is || '-'}`);
