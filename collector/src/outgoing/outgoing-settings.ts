import { allowedTargets, hostAndPort } from './allowed-targets.ts';

/** A key that is kept in the environment, and the one place where it may be sent. */
export interface KeyPlace {
  /** Of the environment variable. */
  readonly name: string;
  readonly host: string;
  /** Undefined: any, by HTTPS alone. */
  readonly port: number | undefined;
}

/** What requests to elsewhere may do. */
export interface OutgoingSettings {
  /** Beyond the public internet, as `allowedTargets` reads them. */
  readonly allow: readonly string[];
  readonly keys: readonly KeyPlace[];
}

/**
 * Reads `OPENAI_API_KEY@api.openai.com`. A key has a host of its own, since whoever may name both a variable and an
 * address could otherwise have any secret of the process sent to himself.
 *
 * @throws TypeError for what has another form
 */
export function keyPlace(entry: string): KeyPlace {
  const [name = '', target = '', ...rest] = entry.split('@');
  if (!/^[A-Za-z_]\w*$/.test(name) || rest.length > 0) {
    throw new TypeError(`${entry} does not name a variable and a host as OPENAI_API_KEY@api.openai.com does`);
  }
  return { name, ...hostAndPort(target) };
}

/** Whether a key may go to this address. */
export function mayCarryKey(url: URL, name: string, keys: readonly KeyPlace[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  // Whoever has named no port has not said that the key may go over the network as it is.
  const isMeant = (key: KeyPlace): boolean => (key.port === undefined ? url.protocol === 'https:' : key.port === port);
  return keys.some((key) => key.name === name && key.host === host && isMeant(key));
}

/** Whether an entry of the list of allowed targets can be read. */
export function isTarget(entry: string): boolean {
  return isReadable(() => allowedTargets([entry]));
}

/** Whether an entry of the list of keys can be read. */
export function isKeyPlace(entry: string): boolean {
  return isReadable(() => keyPlace(entry));
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
