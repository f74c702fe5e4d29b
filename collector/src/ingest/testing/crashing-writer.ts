import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import type { ToWriter } from '../writer-protocol.ts';

/** `npm test` has just bundled the writer; from source it takes longer to start, and its end is what these tests are about. */
const BUILT = process.env.TRACEWRIGHT_BUILT_COLLECTOR;

/** The real writer, but its thread ends with a request under way in which a span is named `crash`. */
if (parentPort !== null) {
  const on = parentPort.on.bind(parentPort) as (event: string, listener: (message: ToWriter) => void) => void;
  const crashing = (event: string, listener: (message: ToWriter) => void): void =>
    on(event, (message) => {
      listener(message);
      if (message.type === 'submit' && Buffer.from(message.request.body).includes('crash')) process.exit(7);
    });
  Object.assign(parentPort, { on: crashing });
  const writer =
    BUILT === undefined
      ? new URL('../writer-worker.ts', import.meta.url)
      : pathToFileURL(join(BUILT, 'writer-worker.js'));
  await import(writer.href);
}
