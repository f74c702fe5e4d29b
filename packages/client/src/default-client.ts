import type { ClientOptions } from './server-client.ts';
import { TracewrightClient } from './tracewright-client.ts';

let options: ClientOptions = {};
let made: { readonly client: TracewrightClient; readonly by: ClientOptions } | undefined;

/** Says where the server is for the functions that are given no client. Without it the environment does. */
export function configure(given: ClientOptions): void {
  options = given;
}

/** What {@link configure} was told last. */
export function configured(): ClientOptions {
  return options;
}

/** The client of the functions that are given none. */
export function defaultClient(): TracewrightClient {
  if (made?.by !== options) made = { client: new TracewrightClient(options), by: options };
  return made.client;
}
