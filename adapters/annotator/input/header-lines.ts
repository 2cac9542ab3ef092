// adapters/annotator/input/header-lines.ts — single lines of a header, and all of them as text.
import { count } from '../../../domain/annotation.ts';
import type { Header } from './header.ts';

const VALUE = String.raw`[A-Za-z_][\w.]*=(?:"(?:[^"\\]|\\.)*"|[^",<>]*)`;
const WELL_FORMED = new RegExp(`^##\\w+=<\\s*${VALUE}(?:,\\s*${VALUE})*>\\s*$`);

/** Whether a line `##KIND=<...>` can be read by bcftools. */
export const isWellFormed = (text: string): boolean => WELL_FORMED.test(text);

/** The place of the first control character other than a tab, or -1. */
export function firstControl(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 && code !== 9) return at;
  }
  return -1;
}

/** A header line that declares a tag, with another Type. */
export const retyped = (text: string, type: string): string => text.replace(/([<,]\s*Type=)\w+/, `$1${type}`);

/** The header as text; contigs in the order of the genome, which is the order that records are sorted in. */
export function headerText({ meta, contigs, contigsAfter, foreignContigs, columns }: Header): string {
  const own = [...contigs].toSorted(([a], [b]) => a - b).map(([, text]) => text);
  const at = contigsAfter < 0 ? meta.length : contigsAfter;
  return [...meta.slice(0, at), ...own, ...foreignContigs.values(), ...meta.slice(at), columns, ''].join('\n');
}

/** A few of many names, for a message. */
export function some(names: Iterable<string>): string {
  const all = [...names];
  const rest = all.length > 10 ? ` and ${count(all.length - 10)} more` : '';
  return `${all.slice(0, 10).join(', ')}${rest}`;
}
