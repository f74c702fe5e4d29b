import type { Config } from './config.ts';
import { growHeapSlowly } from './grow-heap-slowly.ts';
import { startCollector } from './start-collector.ts';

/** Time to answer what is under way and to commit it, ms. Past it the process ends as if it had been killed. */
const STOP_MS = 4_500;

/**
 * Runs a collector as what this process is there for: says where it listens, and ends by the signals that ask for it.
 *
 * @returns the exit code, 0 once it has stopped cleanly
 * @throws StartError or StoreError with a sentence for whoever started it.
 */
export async function runCollector(config: Config): Promise<number> {
  growHeapSlowly();
  const collector = await startCollector(config, (line) => console.error(line));
  console.log(`Tracewright listens on ${collector.url} and keeps its data in ${collector.dataDir}`);
  const ended = Promise.withResolvers<number>();

  let isStopping = false;
  const stop = (): void => {
    // Asked twice: whoever asks does not want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => {
      console.error(`Tracewright did not stop within ${STOP_MS} ms; spans that it had not acknowledged are lost.`);
      process.exit(1);
    }, STOP_MS).unref();
    collector.close().then(
      () => ended.resolve(0),
      (error: unknown) => {
        console.error('Tracewright did not stop cleanly:', error);
        ended.resolve(1);
      },
    );
  };
  void collector.failure.then((error) => {
    // Better no collector than one that refuses every span: whoever watches over it can start it anew.
    console.error('Tracewright can no longer store anything and ends:', error);
    process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  return ended.promise;
}
