import type { AddressOptions } from '@tracewright/client';
import { TracewrightClient } from '@tracewright/client';
import type { ValuedOption } from '../command/command.ts';
import type { Io } from '../command/io.ts';

/** Options by which a command is told which server is meant, and on whose behalf it is asked. */
export const CLIENT_OPTIONS: Record<'url' | 'key' | 'user', ValuedOption> = {
  url: { value: 'address', says: 'of a running server; default TRACEWRIGHT_URL, then http://127.0.0.1:4318' },
  key: { value: 'key', says: 'that the server asks for; default TRACEWRIGHT_API_KEY' },
  user: { value: 'name', says: 'that stands in the records of who did what; default USER' },
};

export interface ClientGiven {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly user: string | undefined;
}

/** How the server that the options name is asked. */
export function clientOptions(given: ClientGiven, { env }: Pick<Io, 'env'>): AddressOptions {
  return {
    url: given.url ?? (env.TRACEWRIGHT_URL || 'http://127.0.0.1:4318'),
    // The key is the password of whoever it is: the server notes the name.
    username: given.user ?? env.USER ?? '',
    password: given.key ?? env.TRACEWRIGHT_API_KEY ?? '',
  };
}

/** @throws TracewrightError `INVALID_PARAMETER_VALUE` for an address that is none */
export function clientOf(given: ClientGiven, io: Pick<Io, 'env'>): TracewrightClient {
  return new TracewrightClient(clientOptions(given, io));
}
