import { ApiError } from '../../../errors.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { RegisteredModelRow } from './registry-tables.ts';

export async function findModel(
  db: TrackingQueries,
  workspaceId: string,
  name: string,
): Promise<RegisteredModelRow | undefined> {
  return db
    .selectFrom('registered_models')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** The row of a registered model. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
export async function requireModel(
  db: TrackingQueries,
  workspaceId: string,
  name: string,
): Promise<RegisteredModelRow> {
  const row = await findModel(db, workspaceId, name);
  if (row !== undefined) return row;
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `Registered Model with name=${name} not found`);
}
