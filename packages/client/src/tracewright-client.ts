import type { ActiveRun } from './runs/active-run.ts';
import { BARE_HOST } from './runs/run-host.ts';
import type { ClientOptions } from './server-client.ts';
import { TrackingClient } from './tracking-client.ts';

/** A tracking server, by subject, and the runs that are started here. Nothing is asked for before a method is called. */
export class TracewrightClient extends TrackingClient<ActiveRun> {
  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
  constructor(options: ClientOptions = {}) {
    super(options, BARE_HOST);
  }
}
