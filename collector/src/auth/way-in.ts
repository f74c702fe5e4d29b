import { isLoopback } from '../border/allowed-hosts.ts';
import { ApiError, type ErrorCode } from '../errors.ts';
import { StartError } from '../start-error.ts';
import type { Auth } from './auth.ts';
import { createUser } from './manage-users.ts';

export interface WayInSettings {
  /** Address listened on. */
  readonly host: string;
  readonly apiKey: string | undefined;
  readonly isOpen: boolean;
  readonly firstAdmin: { readonly name: string; readonly password: string } | undefined;
}

const HOW_ELSE =
  'may do everything, and what they do is noted under no name: `tracewright users add <name> --admin` makes an administrator';

/** They have made the first user, or that very one. */
const QUICKER: readonly ErrorCode[] = ['RESOURCE_CONFLICT', 'RESOURCE_ALREADY_EXISTS'];

/**
 * Makes sure that somebody can come in, and that on an address that others reach not everybody does. The first
 * administrator of the settings is made where there is nobody yet.
 *
 * @returns a line for whoever has started it, where others reach it and it has no administrator
 * @throws StartError that says what to set.
 */
export async function requireWayIn(
  auth: Pick<Auth, 'accounts' | 'sessions' | 'passwords'>,
  { host, apiKey, isOpen, firstAdmin }: WayInSettings,
): Promise<string | undefined> {
  const { users } = auth.accounts;
  if (firstAdmin !== undefined && !(await users.hasAny())) await createFirst();
  if (isOpen) {
    if (!(await users.hasAny())) return isLoopback(host) ? undefined : `${host} lets everybody in, who ${HOW_ELSE}`;
    throw new StartError('CONFIG_INVALID', 'there are users, who are asked to sign in: drop --no-auth');
  }
  if (isLoopback(host) || (await users.hasAdmin())) return undefined;
  if (apiKey !== undefined) return `whoever has TRACEWRIGHT_API_KEY ${HOW_ELSE}`;
  throw new StartError(
    'NO_WAY_IN',
    `TRACEWRIGHT_HOST ${host} can be reached by others: set TRACEWRIGHT_API_KEY, or TRACEWRIGHT_ADMIN_USER and ` +
      'TRACEWRIGHT_ADMIN_PASSWORD for a first administrator, or make one by `tracewright users add --admin`; ' +
      '--no-auth lets everybody in',
  );

  async function createFirst(): Promise<void> {
    try {
      await createUser(auth, { ...firstAdmin!, isAdmin: true });
    } catch (error) {
      // Another collector on the same database was quicker.
      if (error instanceof ApiError && QUICKER.includes(error.code)) return;
      if (!(error instanceof ApiError) || error.code !== 'INVALID_PARAMETER_VALUE') throw error;
      const message = `TRACEWRIGHT_ADMIN_USER and TRACEWRIGHT_ADMIN_PASSWORD are refused: ${error.message}`;
      throw new StartError('CONFIG_INVALID', message, { cause: error });
    }
  }
}
