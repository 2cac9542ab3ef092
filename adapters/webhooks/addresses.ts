// adapters/webhooks/addresses.ts — which addresses a webhook may be at: those of the public internet, and no others.
import { BlockList, isIP } from 'node:net';

/** IANA's registries of special-purpose addresses, whatever is not global unicast; multicast, too. */
const SPECIAL_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Within 2000::/3, which alone is global: tunnels that embed other addresses, documentation, benchmarks. */
const SPECIAL_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = blockList(SPECIAL_4, 'ipv4');
for (const net of SPECIAL_6) addTo(special, net, 'ipv6');
const global6 = blockList(['2000::/3'], 'ipv6');
const loopback4 = blockList(['127.0.0.0/8'], 'ipv4');

/** Whether this is an address, as text, of the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  // Mapped and translated addresses (::ffff:10.0.0.1, 64:ff9b::a00:1) are not in 2000::/3.
  return family === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

export function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? loopback4.check(address, 'ipv4') : address === '::1';
}

function blockList(nets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const net of nets) addTo(list, net, family);
  return list;
}

function addTo(list: BlockList, net: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits] = net.split('/');
  list.addSubnet(address, Number(bits), family);
}
