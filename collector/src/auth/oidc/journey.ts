import * as v from 'valibot';

/** What a browser keeps while it is with another service, so that nobody else can come back in its place. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: without it the code is worth nothing. */
  readonly verifier: string;
  /** Path of ours where it ends. */
  readonly to: string;
}

const Packed = v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), to: v.string() });
const MAX_PATH = 1_000;

/** As a cookie can hold it. */
export function packJourney(journey: Journey): string {
  return Buffer.from(JSON.stringify(journey)).toString('base64url');
}

/** Undefined for what we have not packed. */
export function unpackJourney(packed: string): Journey | undefined {
  try {
    const journey = v.parse(Packed, JSON.parse(Buffer.from(packed, 'base64url').toString('utf8')));
    return { ...journey, to: ownPath(journey.to) };
  } catch {
    return undefined;
  }
}

/** A path of ours as it was wanted; anything that could lead elsewhere leads to the first page. */
export function ownPath(to: string | undefined): string {
  const isOwn = to !== undefined && to.length <= MAX_PATH && /^\/(?![/\\])[^\\\p{C}]*$/u.test(to);
  return isOwn ? to : '/';
}
