import {
  childIndex,
  criticalPath,
  criticalTimesUs,
  outlivesParent,
  selfTimesUs,
  slackUs,
  timeBreakdown,
  traceColumns,
  traceInterval,
} from '@tracewright/attribution';
import type { TraceSkeleton } from '@tracewright/schema';
import { sectionIndex } from './critical-sections.ts';
import { idleTime } from './idle-time.ts';
import { lanes } from './lanes.ts';
import { siblingRuns } from './sibling-runs.ts';
import { STATUS_RUNNING, skeletonColumns } from './skeleton-columns.ts';
import { spanOrder } from './span-order.ts';
import type { TraceModel } from './trace-model.ts';

/** Derives everything once; O(n log n). */
export function buildTraceModel(wire: TraceSkeleton): TraceModel {
  const columns = traceColumns(wire);
  const skeleton = skeletonColumns(wire);
  const index = childIndex(columns);
  const interval = traceInterval(columns, index.roots);
  const path = measured('tracewright.critical-path', () => criticalPath(columns));
  const order = spanOrder(index);
  return {
    skeleton,
    columns,
    ids: wire.spanId.join(''),
    order,
    runs: siblingRuns(order, skeleton.name, columns.kind),
    selfUs: selfTimesUs(columns),
    criticalUs: criticalTimesUs(columns, path),
    slackUs: slackUs(columns),
    outlivesParent: outlivesParent(columns),
    path,
    sections: sectionIndex(path, columns.count),
    breakdown: timeBreakdown(columns, path),
    idle: idleTime(columns, index, skeleton.durationUs),
    lanes: lanes(order, columns),
    interval,
    totalUs: interval.endUs - interval.startUs,
    isRunning: skeleton.status.includes(STATUS_RUNNING),
  };
}

/** Leaves how long something took for whoever measures the page. */
function measured<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.measure(name, { start, end: performance.now() });
  return result;
}
