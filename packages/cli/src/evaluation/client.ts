import { configure } from '@tracewright/client';
import { TracewrightClient } from '@tracewright/client/node';
import type { Io } from '../command/io.ts';
import { type ClientGiven, clientOptions } from '../server/client-options.ts';

/** The client of an evaluation, which is that of code which names none as well. */
export function evaluationClient(given: ClientGiven, io: Pick<Io, 'env'>): TracewrightClient {
  const options = clientOptions(given, io);
  configure(options);
  return new TracewrightClient(options);
}
