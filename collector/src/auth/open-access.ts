import type { KeyItem, NewKey, Role, UserItem } from '@tracewright/schema';
import { ApiError } from '../errors.ts';
import { openStores, type StorePlace } from '../storage/tracking/open-stores.ts';
import { createAuth } from './auth.ts';
import { checkNewKey, type WantedKey } from './check-new-key.ts';
import { changeUser, createUser, type GivenUser } from './manage-users.ts';
import { shownKey, shownUser } from './shown.ts';

/** A role that is given together with the user. */
export interface GivenRole {
  readonly workspaceId: string;
  readonly role: Role;
}

/** Users and keys of a store, for whoever has its files: nobody is asked who they are. */
export interface Access {
  /** @throws ApiError that says what is wrong with the name, the password or the workspace. */
  addUser(user: GivenUser, role: GivenRole | undefined): Promise<UserItem>;
  listUsers(): Promise<readonly UserItem[]>;
  /** Their sessions end. @throws ApiError as {@link addUser}, or `RESOURCE_DOES_NOT_EXIST`. */
  setPassword(name: string, password: string): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST`, or `RESOURCE_CONFLICT` for the last administrator. */
  setDisabled(name: string, isDisabled: boolean): Promise<void>;
  /** @throws ApiError that says what is wrong with it. */
  addKey(key: WantedKey): Promise<NewKey>;
  listKeys(workspaceId: string): Promise<readonly KeyItem[]>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  revokeKey(workspaceId: string, id: string): Promise<void>;
  close(): Promise<void>;
}

const PAGE = 1_000;

/**
 * Opens them, also beside a collector that runs on the same store, which knows of every change within seconds.
 *
 * @throws StoreError if the store cannot be opened.
 */
export async function openAccess(place: StorePlace): Promise<Access> {
  const stores = await openStores(place);
  const auth = createAuth({
    ...{ stores, workspaces: stores.workspaces, nowMs: Date.now },
    settings: { environmentKey: undefined, isOpenAllowed: false, sessionLife: { idleMs: 0, maxMs: 0 } },
    // Nothing is noted in the background here.
    report: () => {},
  });
  const { users, memberships } = stores;
  return {
    addUser: async (given, role) => {
      if (role !== undefined) await auth.workspaces.requireActive(role.workspaceId, undefined);
      const user = await createUser(auth, given);
      if (role !== undefined) await memberships.put(role.workspaceId, user.id, role.role);
      return shownUser(user, role === undefined ? [] : [role]);
    },
    listUsers: async () => {
      const all: UserItem[] = [];
      for (let after: string | undefined; ; after = all.at(-1)?.name) {
        const page = await users.list(PAGE, after);
        const of = await memberships.ofAll(page.map(({ id }) => id));
        all.push(...page.map((user) => shownUser(user, of.get(user.id) ?? [])));
        if (page.length < PAGE) return all;
      }
    },
    setPassword: async (name, password) => {
      const { id } = await auth.accounts.requireByName(name);
      await changeUser(auth, id, { password });
    },
    setDisabled: async (name, isDisabled) => {
      const { id } = await auth.accounts.requireByName(name);
      await changeUser(auth, id, { isDisabled });
    },
    addKey: async (wanted) => {
      await auth.workspaces.requireActive(wanted.workspaceId, undefined);
      const { kept, key } = await auth.apiKeys.create(checkNewKey(wanted, Date.now()));
      return { ...shownKey(kept), key };
    },
    listKeys: async (workspaceId) => (await auth.apiKeys.list(workspaceId)).map(shownKey),
    revokeKey: async (workspaceId, id) => {
      if (await auth.apiKeys.revoke(workspaceId, id)) return;
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no key ${JSON.stringify(id)} in this workspace`);
    },
    close: () => stores.close(),
  };
}
