import type { Principal } from '../authorize.ts';
import type { Permission } from '../storage/tracking/permissions/permission.ts';
import type { Grant, PermissionStore } from '../storage/tracking/permissions/permission-store.ts';
import { type Access, FULL_ACCESS } from './access.ts';
import { accessOf, hasGrants } from './access-of.ts';

/** Another collector on the same database may change a permission: it holds here after so long. */
const VALID_MS = 2_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly access: Access;
  readonly untilMs: number;
}

export interface AccessRules {
  readonly permissions: PermissionStore;
  /** What members may do at most with what they have no permission for; undefined: what their role says. */
  readonly defaultPermission: Permission | undefined;
  /** Milliseconds of a clock that does not jump. */
  readonly nowMs?: () => number;
}

/** Tells what somebody may see, without a query for each request. */
export class AccessCache {
  /** The permissions, so that what is changed through them holds at once. */
  readonly permissions: PermissionStore;
  readonly #stored: PermissionStore;
  readonly #defaultPermission: Permission | undefined;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  /** Counts changes: what was read before one is not kept after it. */
  #changes = 0;

  constructor({ permissions, defaultPermission, nowMs = () => performance.now() }: AccessRules) {
    this.#stored = permissions;
    this.#defaultPermission = defaultPermission;
    this.#nowMs = nowMs;
    this.permissions = forgetting(permissions, () => {
      this.#changes++;
      this.#entries.clear();
    });
  }

  of(principal: Principal): Access | Promise<Access> {
    const { experiments, isAdmin = false, scopes } = principal;
    if (experiments === undefined && (isAdmin || scopes.includes('admin'))) return FULL_ACCESS;
    const key = JSON.stringify([principal.workspaceId, principal.userId, isAdmin, scopes, experiments]);
    const known = this.#entries.get(key);
    if (known !== undefined && this.#nowMs() < known.untilMs) return known.access;
    if (hasGrants(principal)) return this.#read(key, principal);
    return this.#keep(key, accessOf(principal, [], this.#defaultPermission));
  }

  /** The same of anybody, as it stands now. */
  async readNow(principal: Principal): Promise<Access> {
    const grants = hasGrants(principal) ? await this.#stored.ofUser(principal.workspaceId, principal.userId) : [];
    return this.given(principal, grants);
  }

  /** The same, of somebody whose permissions have been looked up. */
  given(principal: Principal, grants: readonly Grant[]): Access {
    return accessOf(principal, grants, this.#defaultPermission);
  }

  async #read(key: string, principal: Principal): Promise<Access> {
    const changes = this.#changes;
    const access = await this.readNow(principal);
    return changes === this.#changes ? this.#keep(key, access) : access;
  }

  #keep(key: string, access: Access): Access {
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
    this.#entries.set(key, { access, untilMs: this.#nowMs() + VALID_MS });
    return access;
  }
}

/** The store, telling of each change once it is made. */
function forgetting(store: PermissionStore, onChange: () => void): PermissionStore {
  const telling =
    <Given extends readonly unknown[], Result>(change: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      try {
        return await change(...given);
      } finally {
        onChange();
      }
    };
  return {
    get: (...given) => store.get(...given),
    ofUser: (...given) => store.ofUser(...given),
    list: (...given) => store.list(...given),
    on: (...given) => store.on(...given),
    grant: telling((...given) => store.grant(...given)),
    add: telling((...given) => store.add(...given)),
    revoke: telling((...given) => store.revoke(...given)),
    forget: telling((...given) => store.forget(...given)),
    rename: telling((...given) => store.rename(...given)),
  };
}
