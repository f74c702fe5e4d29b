import { ApiError } from '../../../errors.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { ModelVersionRow } from './registry-tables.ts';

/** The row of a version. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
export async function requireVersion(
  db: TrackingQueries,
  workspaceId: string,
  name: string,
  version: number,
): Promise<ModelVersionRow> {
  const row = await db
    .selectFrom('model_versions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `Model Version (name=${name}, version=${version}) not found`);
}
