import type { AccessScope } from '@tracewright/schema';

/** A key of a program. Times are milliseconds since the Unix epoch. */
export interface ApiKey {
  /** The part of it that may be shown. */
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  /** SHA-256 of the whole key, hex. */
  readonly digest: string;
  readonly scopes: readonly AccessScope[];
  /** Ids of the only experiments that it is for; undefined: all. */
  readonly experiments: readonly string[] | undefined;
  readonly createdBy: string;
  readonly createdMs: number;
  /** The first moment at which it is worth nothing; undefined: never. */
  readonly expiresMs: number | undefined;
  readonly lastUsedMs: number | undefined;
  readonly revokedMs: number | undefined;
  /** Undefined: what is set for all keys. */
  readonly requestsPerSecond: number | undefined;
  readonly bytesPerSecond: number | undefined;
}

export type NewApiKey = Omit<ApiKey, 'createdMs' | 'lastUsedMs' | 'revokedMs'>;

export interface ApiKeyStore {
  /** @throws ApiError `RESOURCE_ALREADY_EXISTS` if the id is taken. */
  create(key: NewApiKey): Promise<ApiKey>;
  /** Whichever workspace it is of, and whether it still holds or not. */
  get(id: string): Promise<ApiKey | undefined>;
  /** Those of a workspace, the newest first; revoked ones as well. */
  list(workspaceId: string): Promise<readonly ApiKey[]>;
  /** Once revoked, it stays so since then. Tells whether there is such a key. */
  revoke(workspaceId: string, id: string): Promise<boolean>;
  /** Notes when keys were used last. @param used by id, milliseconds since the Unix epoch */
  noteUsed(used: ReadonlyMap<string, number>): Promise<void>;
}
