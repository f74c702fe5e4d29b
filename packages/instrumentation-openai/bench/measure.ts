import { GCProfiler } from 'node:v8';

/** What one round cost, per call. */
export interface Cost {
  /** CPU time of the whole process (all threads: collecting garbage and compiling count), µs, until the last answer. */
  readonly callUs: number;
  /** The same until every span has been sent. */
  readonly totalUs: number;
  /** Bytes allocated on the JavaScript heap until every span has been sent. */
  readonly bytes: number;
}

/**
 * Makes calls one after the other, then sends what is pending. Garbage is collected when V8 finds it necessary, and
 * counts. To collect all of it before each round, with no span left, would make V8 forget the shapes of spans and of
 * answers and throw away what it has compiled for them: the rounds, being short, would measure the compiler.
 */
export async function measure(calls: number, call: () => Promise<void>, flush: () => Promise<void>): Promise<Cost> {
  const profiler = new GCProfiler();
  profiler.start();
  const heapBefore = process.memoryUsage().heapUsed;
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) await call();
  const afterCalls = process.cpuUsage(before);
  await flush();
  const afterFlush = process.cpuUsage(before);
  const heapGrown = process.memoryUsage().heapUsed - heapBefore;
  const collections = profiler.stop()?.statistics ?? [];
  const collected = collections.reduce((sum, { beforeGC, afterGC }) => {
    return sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
  }, 0);
  return {
    callUs: (afterCalls.user + afterCalls.system) / calls,
    totalUs: (afterFlush.user + afterFlush.system) / calls,
    bytes: (heapGrown + collected) / calls,
  };
}
