import { randomBytes } from 'node:crypto';

/** In each row. */
const SLOTS = 4_096;
const ROWS = 4;
/** What has been asked for so long counts half. */
const HALF_LIFE_MS = 60_000;
/** How much of what is asked from around a network counts as its own: many share a provider. */
const NEIGHBOURS_SHARE = 1 / 64;

/**
 * How much has been asked from networks lately, in a memory that does not grow: each network is counted in one place of
 * four rows, where others may be counted, too, and has asked for no more than the least of the four says. Which places
 * these are nobody outside can know. Names that somebody wants to sign in by are counted in the same way.
 */
export class RecentAsks {
  readonly #counts = new Float64Array(ROWS * SLOTS);
  readonly #atMs = new Float64Array(ROWS * SLOTS);
  readonly #seed = randomBytes(4).readUInt32LE();
  readonly #nowMs: () => number;
  readonly #sitesOf: (asker: string) => readonly string[];

  /** @param of what is counted: networks as `networkOf` says them, or names */
  constructor(nowMs: () => number, of: 'networks' | 'names' = 'networks') {
    this.#nowMs = nowMs;
    this.#sitesOf = of === 'networks' ? sitesOf : (name) => [name];
  }

  note(asker: string): void {
    for (const name of this.#sitesOf(asker)) for (const place of this.#places(name)) this.#age(place, 1);
  }

  /** How often it was asked from a network, and a little of how often from around it. */
  of(asker: string): number {
    const [site, around] = this.#sitesOf(asker).map((name) =>
      Math.min(...this.#places(name).map((place) => this.#age(place, 0))),
    );
    return (site ?? 0) + NEIGHBOURS_SHARE * (around ?? 0);
  }

  /** @returns what there is by now */
  #age(place: number, more: number): number {
    const nowMs = this.#nowMs();
    // A clock that was set back ages nothing.
    const elapsedMs = Math.max(0, nowMs - this.#atMs[place]!);
    this.#atMs[place] = nowMs;
    const count = this.#counts[place]! * 2 ** (-elapsedMs / HALF_LIFE_MS) + more;
    this.#counts[place] = count;
    return count;
  }

  /** FNV-1a, begun differently for each row. */
  #places(name: string): number[] {
    return Array.from({ length: ROWS }, (_, row) => {
      let hash = (this.#seed ^ Math.imul(row + 1, 0x9e3779b9)) >>> 0;
      for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
      hash ^= hash >>> 15;
      return row * SLOTS + ((Math.imul(hash, 0x85ebca6b) >>> 0) % SLOTS);
    });
  }
}

/** What one customer of a provider has, and what lies around it: /48 and /32 of IPv6, the address and /16 of IPv4. */
function sitesOf(network: string): readonly string[] {
  if (!network.includes(':')) return [network, `around ${network.split('.').slice(0, 2).join('.')}`];
  const groups = network.split(':');
  return [groups.slice(0, 3).join(':'), `around ${groups.slice(0, 2).join(':')}`];
}
