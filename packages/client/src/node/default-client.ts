import { configured } from '../default-client.ts';
import type { ClientOptions } from '../server-client.ts';
import { TracewrightClient } from './tracewright-client.ts';

let made: { readonly client: TracewrightClient; readonly by: ClientOptions } | undefined;

/** The client of the functions of this entry that are given none; `configure` speaks for both entries. */
export function defaultClient(): TracewrightClient {
  const by = configured();
  if (made?.by !== by) made = { client: new TracewrightClient(by), by };
  return made.client;
}
