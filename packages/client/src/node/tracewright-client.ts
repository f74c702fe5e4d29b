import type { ClientOptions } from '../server-client.ts';
import { TrackingClient } from '../tracking-client.ts';
import { NODE_HOST } from './node-host.ts';
import type { NodeRun } from './node-run.ts';

/** A tracking server, by subject, and the runs that are started here. Nothing is asked for before a method is called. */
export class TracewrightClient extends TrackingClient<NodeRun> {
  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
  constructor(options: ClientOptions = {}) {
    super(options, NODE_HOST);
  }
}
