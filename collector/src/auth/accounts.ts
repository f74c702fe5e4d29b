import { ApiError } from '../errors.ts';
import type { Membership, MembershipStore } from '../storage/tracking/auth/membership-store.ts';
import type { User, UserStore } from '../storage/tracking/auth/user-store.ts';
import { FreshCache, GRACE_MS } from './fresh-cache.ts';

/** A user with what they may do. */
export interface Account {
  readonly user: User;
  /** Their first workspace first. */
  readonly memberships: readonly Membership[];
}

/** How long what was changed by another process may still hold here, ms. */
export const FRESH_MS = 3_000;
const MAX_ENTRIES = 10_000;

/** Users as they were a few seconds ago at most; what this process changes holds at once. */
export class Accounts {
  readonly users: UserStore;
  readonly memberships: MembershipStore;
  readonly #cache: FreshCache<Account>;
  readonly #presence: FreshCache<boolean>;
  #isAnybodyThere = false;

  constructor(users: UserStore, memberships: MembershipStore, nowMs: () => number) {
    this.users = users;
    this.memberships = memberships;
    const options = { ttlMs: FRESH_MS, maxEntries: MAX_ENTRIES, nowMs };
    this.#cache = new FreshCache(async (id) => {
      const user = await users.get(id);
      return user && { user, memberships: await memberships.of(id) };
    }, options);
    this.#presence = new FreshCache(() => users.hasAny(), { ...options, graceMs: GRACE_MS });
  }

  /** Undefined for a user who is not there, or may not sign in. */
  async active(id: string): Promise<Account | undefined> {
    const account = this.#cache.known(id) ?? (await this.#cache.get(id));
    return account === undefined || account.user.isDisabled ? undefined : account;
  }

  /** Whether there are users. Once there are, there always will be: the last administrator stays. */
  async hasAny(): Promise<boolean> {
    this.#isAnybodyThere ||= (await this.#presence.get('')) ?? false;
    return this.#isAnybodyThere;
  }

  /** To be called after everything that changes a user, or what they may do. */
  changed(id: string): void {
    this.#cache.forget(id);
    this.#presence.forget('');
  }

  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  async requireByName(name: string): Promise<User> {
    const user = await this.users.getByName(name);
    if (user === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no user ${JSON.stringify(name)}`);
    return user;
  }
}
