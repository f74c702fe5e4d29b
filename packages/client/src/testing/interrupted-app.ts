/** Run as a process of its own by tests of how processes end: has a run under way, and a child of it, until it is ended. */
import { TracewrightClient } from '../node/index.ts';

const mode = process.argv[2];
const client = new TracewrightClient();
const forever = setInterval(() => {}, 1_000_000);

if (mode === 'autolog') {
  // By a name that the compiler does not follow: the client knows nothing of it.
  const name = '@tracewright/autolog';
  const { autolog } = (await import(name)) as { autolog(): unknown };
  autolog();
}
if (mode === 'handles') {
  process.once('SIGTERM', () => {
    console.log('handled SIGTERM');
    clearInterval(forever);
  });
}
await client
  .startRun(async (outer) => {
    await client.startRun(async (inner) => {
      for (const run of [outer, inner]) run.logMetric('loss', 1);
      // Never ends.
      if (mode === 'uploads') void inner.logContent(new ReadableStream(), 'large.bin');
      const { promise, reject } = Promise.withResolvers<never>();
      if (mode === 'handles') inner.signal.addEventListener('abort', () => reject(inner.signal.reason));
      console.log(`${outer.id} ${inner.id}`);
      if (mode === 'exits') process.exit(3);
      await promise;
    });
  })
  .catch(() => process.exit(7));
