import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What no packet of the public internet comes from (RFC 6890 and its successors), IPv4. */
const SPECIAL_IPV4 = [
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
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only this is global unicast; what embeds an IPv4 address lies outside of it, or among the exceptions. */
const GLOBAL_IPV6 = ['2000::/3'];
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic = blocksOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const globalIpv6 = blocksOf(GLOBAL_IPV6);

/** Whether an IP address belongs to somebody on the public internet, and not to this machine or the network around it. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  return globalIpv6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/** A list of blocks such as `10.0.0.0/8`. @throws TypeError or RangeError for what is none */
export function blocksOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', length = ''] = block.split('/');
    if (!/^\d{1,3}$/.test(length)) throw new TypeError(`${block} is no block of addresses`);
    list.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}
