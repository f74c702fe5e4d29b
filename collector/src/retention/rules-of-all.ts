import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { WorkspaceAges } from './apply-retention.ts';

const DAY_MS = 86_400_000;

/** How long every workspace keeps its traces, archived ones too: nobody looks after those. */
export async function agesOfAll({
  workspaces,
  experimentRetention,
}: Pick<TrackingStores, 'workspaces' | 'experimentRetention'>): Promise<readonly WorkspaceAges[]> {
  const all = await workspaces.list();
  return Promise.all(
    all.map(async ({ id: workspaceId }) => ({
      workspaceId,
      experiments: (await experimentRetention.list(workspaceId)).map(({ experimentId, days }) => ({
        experimentId,
        maxAgeMs: days === null ? undefined : days * DAY_MS,
      })),
    })),
  );
}
