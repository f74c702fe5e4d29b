import { isIP } from 'node:net';
import { blocksOf, isPublicAddress } from './public-address.ts';

/** Where requests may go. */
export interface AllowedTargets {
  /**
   * Whether an address may be asked.
   *
   * @param host as the URL names it, without the brackets of IPv6
   * @param address what the host's name was resolved to
   */
  allows(host: string, port: number, address: string): boolean;
}

/**
 * The public internet, and beyond that what is listed: names and addresses, such as `judge.internal`, `10.1.2.3` or
 * `localhost:11434`, blocks such as `10.1.0.0/16`, and `*` for everything.
 *
 * @throws TypeError naming an entry that is none of these
 */
export function allowedTargets(entries: readonly string[]): AllowedTargets {
  const tests = entries.map(targetTest);
  return {
    allows: (host, port, address) => isPublicAddress(address) || tests.some((test) => test(host, port, address)),
  };
}

type TargetTest = AllowedTargets['allows'];

function targetTest(entry: string): TargetTest {
  if (entry === '*') return () => true;
  if (entry.includes('/')) {
    const blocks = listOf(entry);
    return (_host, _port, address) => blocks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  const { host, port } = hostAndPort(entry);
  return (name, asked, address) =>
    (port === undefined || port === asked) && (name.toLowerCase() === host || address === host);
}

function listOf(entry: string): ReturnType<typeof blocksOf> {
  try {
    return blocksOf([entry]);
  } catch (cause) {
    throw new TypeError(`${entry} is no block of addresses such as 10.1.0.0/16`, { cause });
  }
}

/** @throws TypeError where the text is neither a name, nor an address, with a port or without */
export function hostAndPort(entry: string): { readonly host: string; readonly port: number | undefined } {
  if (isIP(entry) === 6) return { host: entry.toLowerCase(), port: undefined };
  const parts = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(entry);
  if (parts === null) throw new TypeError(`${entry} is no name or address such as localhost:11434`);
  const [, ipv6, name, port] = parts;
  return { host: (ipv6 ?? name ?? '').toLowerCase(), port: port === undefined ? undefined : Number(port) };
}
