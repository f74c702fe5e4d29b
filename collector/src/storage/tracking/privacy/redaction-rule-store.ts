import type { RedactionRuleBody } from '@tracewright/schema';

/** A rule of a workspace by which something is hidden before it is stored. */
export interface StoredRedactionRule extends Required<RedactionRuleBody> {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** The rules of a workspace that are in force. */
export interface WorkspaceRules {
  readonly workspaceId: string;
  /** Key of the digests that its rules write: the same text has the same one in this workspace alone. */
  readonly secret: string;
  readonly rules: readonly StoredRedactionRule[];
}

/** Contract: `privacy-stores.contract.ts`. */
export interface RedactionRuleStore {
  /** In the order in which they are applied. */
  list(workspaceId: string): Promise<readonly StoredRedactionRule[]>;
  /** Of all workspaces that have any which are enabled. */
  listEnabled(): Promise<readonly WorkspaceRules[]>;
  /** Behind all others. */
  add(workspaceId: string, rule: Required<RedactionRuleBody>): Promise<StoredRedactionRule>;
  /**
   * In the place of another.
   *
   * @param seenMs when that was changed last, as far as the client knows
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `RESOURCE_CONFLICT` where it was changed since
   */
  replace(
    workspaceId: string,
    id: string,
    rule: Required<RedactionRuleBody>,
    seenMs?: number,
  ): Promise<StoredRedactionRule>;
  /**
   * Applies them in another order from now on.
   *
   * @param ids of all rules of the workspace, each once
   * @throws ApiError `RESOURCE_CONFLICT` where they are not: somebody else has added or removed one meanwhile.
   */
  reorder(workspaceId: string, ids: readonly string[]): Promise<void>;
  /** @throws ApiError as {@link replace} */
  remove(workspaceId: string, id: string, seenMs?: number): Promise<void>;
  /** Key of a workspace for digests of what must not be known, 64 hex digits: made when it is first asked for. */
  secret(workspaceId: string): Promise<string>;
}
