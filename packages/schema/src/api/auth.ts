/** What somebody may do in a workspace: an editor reads, writes and sends spans, an admin also says who may. */
export type Role = 'viewer' | 'editor' | 'admin';

/** What a request may do. `ingest`: send spans, and nothing else; none of them includes another. */
export type AccessScope = 'ingest' | 'read' | 'write' | 'admin';

/** Every role with what it allows. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly AccessScope[]>> = {
  viewer: ['read'],
  editor: ['ingest', 'read', 'write'],
  admin: ['ingest', 'read', 'write', 'admin'],
};

/** Which workspace a request is about. MLflow's clients send it; absent: the first one of whoever asks. */
export const WORKSPACE_HEADER = 'x-mlflow-workspace';

/**
 * As {@link WORKSPACE_HEADER}, in what a browser opens by itself: the name of a parameter of its address, which holds, and
 * of the cookie that says which one to begin with.
 */
export const WORKSPACE_COOKIE = 'tracewright_workspace';

/** Has to be sent, with any value, with every change that a session's cookie answers for: no form can send it. */
export const CHANGE_HEADER = 'x-tracewright-change';

/**
 * Who has to show something: nobody (`open`), whoever has the one key of the installation (`key`), or everybody, since
 * there are users (`users`).
 */
export type AuthMode = 'open' | 'key' | 'users';

/** `GET /api/v1/auth/me`, which anybody may ask. */
export interface AuthState {
  readonly mode: AuthMode;
  /** Null: nobody is signed in, and nothing else was shown. */
  readonly me: WhoAmI | null;
  readonly signIn: {
    /** Whether a name and a password can be given. */
    readonly password: boolean;
    /** Another service that says who somebody is; null where none is set. */
    readonly oidc: OidcSignIn | null;
  };
}

/** `to`, in the query of `startPath`, is where it ends: a path of ours. */
export interface OidcSignIn {
  readonly label: string;
  readonly startPath: string;
}

export interface WhoAmI {
  /** As records name them. */
  readonly subject: string;
  /** Null: a key, or anybody. */
  readonly userId: string | null;
  readonly displayName: string;
  readonly via: 'open' | 'key' | 'session' | 'basic';
  /** Whether they have a password of ours that they can change. */
  readonly hasPassword: boolean;
  /** Of the whole installation. */
  readonly isAdmin: boolean;
  /** The one that this request is about; null where they are in none. */
  readonly workspaceId: string | null;
  /** In that workspace. */
  readonly scopes: readonly AccessScope[];
  /** Those they are a member of; administrators may enter all others as well. */
  readonly workspaces: readonly MembershipItem[];
}

export interface MembershipItem {
  readonly workspaceId: string;
  readonly role: Role;
}

/** `POST /api/v1/auth/sign-in`, answered with an {@link AuthState} and a cookie. */
export interface SignInBody {
  readonly name: string;
  readonly password: string;
}

/** `POST /api/v1/auth/password`: one's own. All other sessions of the user end. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

/** `GET /api/v1/auth/sessions`: one's own. `DELETE /api/v1/auth/sessions/:id` ends one. */
export interface SessionItem {
  readonly id: string;
  readonly createdNs: string;
  readonly lastSeenNs: string;
  /** When it ends however much it is used. */
  readonly expiresNs: string;
  readonly via: 'password' | 'oidc';
  /** From where it was opened. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Whether it is the one that asks. */
  readonly isThisOne: boolean;
}

/** `GET /api/v1/users` and `GET /api/v1/users/:id`, for administrators of the installation. */
export interface UserItem {
  readonly id: string;
  /** What they sign in with; no two differ in case alone. */
  readonly name: string;
  readonly displayName: string;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
  readonly hasPassword: boolean;
  /** Whether another service says who they are. */
  readonly isFromOidc: boolean;
  readonly createdNs: string;
  readonly lastSignInNs: string | null;
  readonly workspaces: readonly MembershipItem[];
}

/** `POST /api/v1/users`, answered with a {@link UserItem}. */
export interface NewUserBody {
  readonly name: string;
  /** Absent: they sign in through another service alone. */
  readonly password?: string;
  readonly displayName?: string;
  readonly isAdmin?: boolean;
}

/** `PATCH /api/v1/users/:id`. A new password or disabling ends all sessions of the user. */
export interface UserChangeBody {
  readonly displayName?: string;
  readonly password?: string;
  readonly isAdmin?: boolean;
  readonly isDisabled?: boolean;
}

/** `GET /api/v1/members`: those of the workspace that the request is about. */
export interface MemberItem {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** Of the whole installation, whatever their role here is. */
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
}

/** `PUT /api/v1/members/:name`, by the name of a user; `DELETE` takes them out. */
export interface MemberBody {
  readonly role: Role;
  /** The role as it was read, null for none: where it is another by now the answer is 409. */
  readonly seen?: Role | null;
}

/** `GET /api/v1/keys`: those of the workspace. `DELETE /api/v1/keys/:id` revokes one, which stays listed. */
export interface KeyItem {
  /** The part of the key that may be shown. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  /** Ids of the only experiments that it is for; null: all. */
  readonly experiments: readonly string[] | null;
  readonly createdBy: string;
  readonly createdNs: string;
  readonly expiresNs: string | null;
  /** To the minute. */
  readonly lastUsedNs: string | null;
  readonly revokedNs: string | null;
  readonly limits: KeyLimits;
}

/** What a key may send each second; null: what is set for all keys. */
export interface KeyLimits {
  readonly requestsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
}

/** `POST /api/v1/keys`, answered with a {@link NewKey}. */
export interface NewKeyBody {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  readonly experiments?: readonly string[];
  /** Nanoseconds since the Unix epoch; absent: never. */
  readonly expiresNs?: string;
  readonly requestsPerSecond?: number;
  readonly bytesPerSecond?: number;
}

export interface NewKey extends KeyItem {
  /** The whole key, which is told this once. */
  readonly key: string;
}
