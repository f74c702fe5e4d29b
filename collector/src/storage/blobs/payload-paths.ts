/** One of the copies of a content, mostly the only one. */
export interface PayloadCopy {
  readonly sha256: string;
  /** Never used again. */
  readonly id: string;
}

/**
 * Where contents of spans stand. All but the contents are empty files: a copy's uses by trace, the same by trace, so that
 * they are found when it goes, and copies that were given up. What is called `only` was kept before there could be
 * several collectors, one copy of each content, and is read and removed as it was.
 */
export const PAYLOAD_PATHS = {
  traces: 'traces',
  contents: (sha256: string): string => `contents/${sha256}`,
  content: ({ sha256, id }: PayloadCopy): string => `contents/${sha256}/${id}`,
  uses: ({ sha256, id }: PayloadCopy): string => `counted-on/${sha256}/${id}`,
  use: ({ sha256, id }: PayloadCopy, traceId: string): string => `counted-on/${sha256}/${id}/${traceId}`,
  ofTrace: (traceId: string, { sha256, id }: PayloadCopy): string => `traces/${traceId}/${sha256}.${id}`,
  givenUp: ({ sha256, id }: PayloadCopy): string => `given-up/${sha256}/${id}`,
  onlyContent: (sha256: string): string => `content/${sha256}`,
  onlyUses: (sha256: string): string => `uses/${sha256}`,
  onlyUse: (sha256: string, traceId: string): string => `uses/${sha256}/${traceId}`,
  onlyOfTrace: (traceId: string, sha256: string): string => `traces/${traceId}/${sha256}`,
} as const;

/** What a file of a trace stands for. Without an id it is the only copy. */
export function copyOf(pathOfTrace: string): { readonly sha256: string; readonly id: string | undefined } {
  const [sha256 = '', id] = pathOfTrace.slice(pathOfTrace.lastIndexOf('/') + 1).split('.');
  return { sha256, id };
}

/** Where the contents of a workspace stand apart from its files: names of workspaces do not begin with a dot. */
export function hiddenSpace(workspaceId: string): string {
  return `.payloads-${workspaceId}`;
}
