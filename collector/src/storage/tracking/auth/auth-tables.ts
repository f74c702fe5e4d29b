import type { Role } from '@tracewright/schema';

export interface AuthTables {
  readonly users: UserRow;
  readonly memberships: MembershipRow;
  readonly api_keys: ApiKeyRow;
  readonly sessions: SessionRow;
}

export interface UserRow {
  readonly id: string;
  readonly name: string;
  /** The name as it is compared: no two users differ in case alone. */
  readonly name_key: string;
  readonly display_name: string;
  /** As `auth/password-hash.ts` writes it; null: they cannot sign in by a password. */
  readonly password: string | null;
  readonly is_admin: number;
  readonly is_disabled: number;
  /** Of the service that says who they are, with its name for them; null: none does. */
  readonly issuer: string | null;
  readonly issuer_subject: string | null;
  readonly created_ms: number;
  readonly last_sign_in_ms: number | null;
}

export interface MembershipRow {
  readonly workspace_id: string;
  readonly user_id: string;
  readonly role: Role;
}

export interface ApiKeyRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly name: string;
  /** SHA-256 of the whole key, hex. */
  readonly digest: string;
  /** JSON. */
  readonly scopes: string;
  /** JSON: ids; null: all. */
  readonly experiments: string | null;
  readonly created_by: string;
  readonly created_ms: number;
  readonly expires_ms: number | null;
  readonly last_used_ms: number | null;
  readonly revoked_ms: number | null;
  readonly requests_per_second: number | null;
  readonly bytes_per_second: number | null;
}

export interface SessionRow {
  /** SHA-256 of what the cookie says, hex. */
  readonly digest: string;
  /** What it is called where it is shown. */
  readonly id: string;
  readonly user_id: string;
  readonly created_ms: number;
  readonly last_seen_ms: number;
  readonly expires_ms: number;
  readonly via: 'password' | 'oidc';
  readonly address: string | null;
  readonly user_agent: string | null;
}
