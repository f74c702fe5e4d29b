/** Somebody who may sign in. Times are milliseconds since the Unix epoch. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  /** Hashed; undefined: they have none. */
  readonly password: string | undefined;
  /** Of the whole installation. */
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
  /** Who they are to a service that says so. */
  readonly identity: Identity | undefined;
  readonly createdMs: number;
  readonly lastSignInMs: number | undefined;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export type NewUser = Pick<User, 'name' | 'displayName' | 'password' | 'isAdmin' | 'identity'>;

/** What is absent stays. */
export type UserChange = Partial<
  Pick<User, 'displayName' | 'isAdmin' | 'isDisabled' | 'lastSignInMs'> & {
    readonly password: string;
    readonly identity: Identity;
  }
>;

/** The users of the installation: they are in no workspace by themselves. */
export interface UserStore {
  /** Whether there is one, disabled or not. */
  hasAny(): Promise<boolean>;
  /** Whether somebody who is not disabled administers the installation. */
  hasAdmin(): Promise<boolean>;
  /** @throws ApiError `RESOURCE_ALREADY_EXISTS` if the name or the identity is taken. */
  create(user: NewUser): Promise<User>;
  /** As {@link create}, but only where there is nobody yet; undefined where there is. Of several at once one makes it. */
  createFirst(user: NewUser): Promise<User | undefined>;
  get(id: string): Promise<User | undefined>;
  /** In any case of its letters. */
  getByName(name: string): Promise<User | undefined>;
  getByIdentity(identity: Identity): Promise<User | undefined>;
  /** By name; behind the one of that name. */
  list(limit: number, afterName?: string): Promise<readonly User[]>;
  count(): Promise<number>;
  /**
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`, or `RESOURCE_CONFLICT` where nobody would be left who administers the
   *   installation.
   */
  update(id: string, change: UserChange): Promise<User>;
  /** With their memberships, sessions and permissions. @throws ApiError as {@link update}. */
  delete(id: string): Promise<void>;
}
