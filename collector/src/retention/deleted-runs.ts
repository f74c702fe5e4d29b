import { openStores, type StorePlace } from '../storage/tracking/open-stores.ts';
import type { RunDeletion } from '../storage/tracking/run-retention/run-retention-store.ts';

/** The runs that rules of retention have taken out, the last first. @throws StoreError if the store cannot be opened. */
export async function deletedRuns(place: StorePlace): Promise<readonly RunDeletion[]> {
  const stores = await openStores(place);
  try {
    const workspaces = await stores.workspaces.list();
    const deleted = await Promise.all(
      workspaces.map(({ id }) => stores.runRetention.listDeleted(id, Number.MAX_SAFE_INTEGER)),
    );
    return deleted.flat().sort((left, right) => right.deletedMs - left.deletedMs);
  } finally {
    await stores.close();
  }
}
