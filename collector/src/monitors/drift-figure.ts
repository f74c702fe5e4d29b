import type { DriftFigure } from '../alerts/read-metric.ts';
import type { DriftMonitorStore } from '../storage/tracking/drift/drift-monitor-store.ts';

const DAY_MS = 86_400_000;

export interface DriftFigureName {
  readonly workspaceId: string;
  readonly monitorId: string;
  readonly measure: string;
}

/** The newest distance that a monitor had measured by a time, of at most a day before; undefined where there is none. */
export async function driftFigure(
  monitors: Pick<DriftMonitorStore, 'readings'>,
  { workspaceId, monitorId, measure }: DriftFigureName,
  atMs: number,
): Promise<DriftFigure | undefined> {
  const [reading] = await monitors.readings(workspaceId, monitorId, 1, atMs);
  if (reading === undefined || Number(BigInt(reading.atNs) / 1_000_000n) < atMs - DAY_MS) return undefined;
  const found = reading.measures.find(({ name }) => name === measure);
  return found && { value: found.distance, count: Math.min(reading.referenceCount, reading.currentCount) };
}
