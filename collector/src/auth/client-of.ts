import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Client } from './client.ts';

/**
 * Tells where requests come from. What `X-Forwarded-For` and `-Proto` say is believed of trusted proxies alone: anybody
 * can send them.
 *
 * @param trustedProxies addresses, and networks such as `10.0.0.0/8`
 * @throws RangeError naming what is neither
 */
export function clientReader(trustedProxies: readonly string[]): (c: Context<AppEnv>) => Client {
  const trusted = listOf(trustedProxies);
  const isTrusted = (address: string): boolean => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (c) => {
    const address = plainAddress(c.env?.incoming?.socket?.remoteAddress);
    if (trustedProxies.length === 0 || address === undefined || !isTrusted(address)) {
      return { address, isSecure: false };
    }
    const passed = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => forwardedAddress(part.trim()));
    // From the last on: each proxy has put the one before it behind what it was told. What is no address hides all before.
    const client = passed.findLast((part) => part === undefined || !isTrusted(part));
    return { address: client ?? address, isSecure: c.req.header('x-forwarded-proto') === 'https' };
  };
}

/** Whether a text is an address or a network. */
export function isProxy(text: string): boolean {
  try {
    listOf([text]);
    return true;
  } catch {
    return false;
  }
}

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', length] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const bits = length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length);
    if (isIP(address) === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 'ipv6' ? 128 : 32)) {
      throw new RangeError(`${JSON.stringify(proxy)} is neither an address nor a network such as 10.0.0.0/8`);
    }
    list.addSubnet(address, bits, family);
  }
  return list;
}

/** Some proxies say the port as well: `203.0.113.9:5123`, `[2001:db8::9]:5123`. */
function forwardedAddress(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? [];
  return plainAddress(bracketed ?? dotted ?? text);
}

/** IPv4 as it is where a socket for both gives it as IPv6; undefined for what is no address. */
function plainAddress(address: string | undefined): string | undefined {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '');
  return plain === undefined || isIP(plain) === 0 ? undefined : plain;
}
