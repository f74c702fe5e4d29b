import { isIP } from 'node:net';

/**
 * Tells whether a `Host` header names this collector. A page of a foreign name that was made to resolve to our address
 * (DNS rebinding) sends its own name here, and would otherwise pass for same-origin.
 *
 * Loopback names always pass, and so does the address listened on. Where that is a wildcard, every address is ours:
 * an address cannot be rebound. Further names come from the configuration; `*` admits all.
 */
export function hostCheck(listenHost: string, allowedHosts: readonly string[]): (host: string) => boolean {
  const allowed = new Set(allowedHosts.map(bareHost));
  allowed.add(bareHost(listenHost));
  const isWildcard = isWildcardAddress(listenHost);
  return (host) => {
    const name = hostName(host);
    if (name === undefined) return false;
    return allowed.has('*') || allowed.has(name) || isLoopback(name) || (isWildcard && isIP(name) !== 0);
  };
}

/** Tells whether an address or name reaches only this machine. */
export function isLoopback(host: string): boolean {
  const name = bareHost(host);
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Tells whether listening on an address means listening on all of them. */
export function isWildcardAddress(host: string): boolean {
  const name = bareHost(host);
  return name === '0.0.0.0' || name === '::' || name === '';
}

/** The name in a `Host` header, without its port; undefined if it is not a host. */
function hostName(host: string): string | undefined {
  const [, name] = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/.exec(host) ?? [];
  return name === undefined ? undefined : bareHost(name);
}

/** One spelling of each name: lower case, no brackets, no final dot. */
function bareHost(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
