import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import { syncTable, type TableSync } from './sync-table.ts';
import { tableShapes } from './table-shape.ts';
import { WriteGate } from './write-gate.ts';

/**
 * Makes a tracking database what another one is; one of the two is a SQLite file. Others may write to the source
 * meanwhile: what has not been seen is found by the next call.
 *
 * @param onTable told of each table as it is done
 */
export async function syncTracking(
  source: TrackingDatabase,
  target: TrackingDatabase,
  onTable: (sync: TableSync) => void,
  gate: WriteGate = new WriteGate(),
): Promise<readonly TableSync[]> {
  const shapes = await tableShapes(source.kind === 'sqlite' ? source : target);
  const done: TableSync[] = [];
  for (const shape of shapes) {
    const sync = await syncTable(source, target, shape, gate);
    onTable(sync);
    done.push(sync);
  }
  return done;
}
