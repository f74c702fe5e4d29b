import { join } from 'node:path';
import { openPostgresStores } from './postgres/open-postgres-stores.ts';
import { openTrackingStores } from './sqlite/open-tracking-stores.ts';
import type { TrackingStores } from './tracking-stores.ts';

export interface StorePlace {
  readonly dataDir: string;
  /** Address of a Postgres database; undefined: a SQLite file in the folder. */
  readonly trackingUrl: string | undefined;
}

/** Opens the tracking stores where they are kept. @throws StoreError as each of them. */
export function openStores({ dataDir, trackingUrl }: StorePlace): Promise<TrackingStores> {
  if (trackingUrl !== undefined) return openPostgresStores({ url: trackingUrl });
  return openTrackingStores({ file: join(dataDir, 'tracking.db') });
}
