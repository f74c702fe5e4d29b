/** Place of a session in the list: the last end of its traces, descending, then its id. */
export interface SessionKey {
  readonly lastNs: bigint;
  readonly sessionId: string;
}

/** Negative if the first comes first. */
export function compareSessions(a: SessionKey, b: SessionKey): number {
  if (a.lastNs !== b.lastNs) return a.lastNs > b.lastNs ? -1 : 1;
  return a.sessionId < b.sessionId ? -1 : a.sessionId > b.sessionId ? 1 : 0;
}

/** As an opaque text for the next request. */
export function encodeSessionKey({ lastNs, sessionId }: SessionKey): string {
  return Buffer.from(`${lastNs}.${sessionId}`).toString('base64url');
}

/** Undefined if the text is none that was given. */
export function decodeSessionKey(text: string): SessionKey | undefined {
  const [, lastNs, sessionId] = /^(\d{1,20})\.(.+)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return lastNs === undefined || sessionId === undefined ? undefined : { lastNs: BigInt(lastNs), sessionId };
}
