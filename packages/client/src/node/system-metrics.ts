import { cpus, freemem, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ActiveRun } from '../runs/active-run.ts';

const NS_PER_MS = 1e6;
/** How often the event loop is looked at; what is measured is this and the delay. */
const RESOLUTION_MS = 20;
const BYTES_PER_MB = 1e6;

/**
 * Logs how the machine and this process are doing as `system/…`, a step for each interval; the names that MLflow has
 * too mean the same. What is logged last is logged when it stops, so that a short run has a value.
 *
 * @returns stops
 */
export function watchSystem(run: ActiveRun, intervalMs: number): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let before = { machine: machineTimes(), own: process.cpuUsage(), atMs: performance.now() };
  let step = 0;
  const log = (): void => {
    const now = { machine: machineTimes(), own: process.cpuUsage(), atMs: performance.now() };
    const busy = now.machine.busyMs - before.machine.busyMs;
    const all = busy + now.machine.idleMs - before.machine.idleMs;
    const ownMs = (now.own.user + now.own.system - before.own.user - before.own.system) / 1_000;
    const usedBytes = totalmem() - freemem();
    const metrics = {
      'system/cpu_utilization_percentage': all > 0 ? (100 * busy) / all : 0,
      'system/process_cpu_percentage': (100 * ownMs) / Math.max(now.atMs - before.atMs, 1),
      'system/system_memory_usage_megabytes': usedBytes / BYTES_PER_MB,
      'system/system_memory_usage_percentage': (100 * usedBytes) / totalmem(),
      'system/process_memory_megabytes': process.memoryUsage.rss() / BYTES_PER_MB,
      'system/event_loop_delay_p99_ms': delayMs(delay.percentile(99)),
      'system/event_loop_delay_max_ms': delayMs(delay.max),
    };
    run.logMetrics(metrics, { step: step++ });
    delay.reset();
    before = now;
  };
  const timer = setInterval(log, intervalMs).unref();
  return () => {
    clearInterval(timer);
    log();
    delay.disable();
  };
}

function delayMs(measuredNs: number): number {
  return Math.max(0, measuredNs / NS_PER_MS - RESOLUTION_MS);
}

function machineTimes(): { readonly busyMs: number; readonly idleMs: number } {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, idleMs };
}
