import type { KeyItem, MembershipItem, SessionItem, UserItem } from '@tracewright/schema';
import type { ApiKey } from '../storage/tracking/auth/api-key-store.ts';
import type { Session } from '../storage/tracking/auth/session-store.ts';
import type { User } from '../storage/tracking/auth/user-store.ts';

/** A user as the API shows them: nothing of their password. */
export function shownUser(user: User, workspaces: readonly MembershipItem[]): UserItem {
  return {
    id: user.id,
    name: user.name,
    displayName: user.displayName,
    isAdmin: user.isAdmin,
    isDisabled: user.isDisabled,
    hasPassword: user.password !== undefined,
    isFromOidc: user.identity !== undefined,
    createdNs: nsText(user.createdMs),
    lastSignInNs: optionalNsText(user.lastSignInMs),
    workspaces,
  };
}

/** A key as the API shows it: nothing of its secret. */
export function shownKey(key: ApiKey): KeyItem {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    experiments: key.experiments ?? null,
    createdBy: key.createdBy,
    createdNs: nsText(key.createdMs),
    expiresNs: optionalNsText(key.expiresMs),
    lastUsedNs: optionalNsText(key.lastUsedMs),
    revokedNs: optionalNsText(key.revokedMs),
    limits: { requestsPerSecond: key.requestsPerSecond ?? null, bytesPerSecond: key.bytesPerSecond ?? null },
  };
}

/** @param thisId of the session that asks */
export function shownSession(session: Session, thisId: string | undefined): SessionItem {
  return {
    id: session.id,
    createdNs: nsText(session.createdMs),
    lastSeenNs: nsText(session.lastSeenMs),
    expiresNs: nsText(session.expiresMs),
    via: session.via,
    address: session.address ?? null,
    userAgent: session.userAgent ?? null,
    isThisOne: session.id === thisId,
  };
}

function nsText(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}

function optionalNsText(ms: number | undefined): string | null {
  return ms === undefined ? null : nsText(ms);
}
