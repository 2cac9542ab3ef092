// web/client-address.ts — the address a request comes from, as far as it can be believed.
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * The peer's address; behind `hops` proxies of ours, the one that the outermost of them saw. Anybody may write an
 * X-Forwarded-For, so only as many entries are read, from its end, as proxies are known to have written.
 */
export function clientAddress({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, hops: number): string {
  const peer = socket.remoteAddress ?? '';
  if (hops === 0) return network(peer);
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const seen = [...forwarded.map((each) => each.trim()).filter(Boolean), peer].toReversed();
  return network(seen[Math.min(hops, seen.length - 1)]!);
}

/** A home or a laboratory has a whole /64 of IPv6 to itself: its addresses are one. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const full = [...groups, ...Array.from({ length: zeros }, () => '0'), ...after];
  return full
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
