import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import { SqlWorkspaceStore } from '../storage/tracking/workspaces/sql-workspace-store.ts';

/** Every workspace that anything may stand in, archived ones too. */
export async function workspaceIds(database: TrackingDatabase): Promise<readonly string[]> {
  return (await new SqlWorkspaceStore(database).list()).map(({ id }) => id);
}
