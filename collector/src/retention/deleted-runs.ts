import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import { openStores, type StorePlace } from '../storage/tracking/open-stores.ts';
import type { RunDeletion } from '../storage/tracking/run-retention/run-retention-store.ts';

/** The runs that rules of retention have taken out, the last first. @throws StoreError if the store cannot be opened. */
export async function deletedRuns(place: StorePlace): Promise<readonly RunDeletion[]> {
  const stores = await openStores(place);
  try {
    return await stores.runRetention.listDeleted(DEFAULT_WORKSPACE_ID, Number.MAX_SAFE_INTEGER);
  } finally {
    await stores.close();
  }
}
