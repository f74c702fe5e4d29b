import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import { latestRows, versionsOf } from './read-versions.ts';
import type { RegisteredModel } from './registered-model-store.ts';
import type { RegisteredModelRow } from './registry-tables.ts';
import { requireModel } from './require-model.ts';

/** A registered model by its name. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
export async function readModel(db: TrackingQueries, workspaceId: string, name: string): Promise<RegisteredModel> {
  const row = await requireModel(db, workspaceId, name);
  const [model] = await readModels(db, workspaceId, [row]);
  return model!;
}

/** These models with everything that belongs to them, in this order. */
export async function readModels(
  db: TrackingQueries,
  workspaceId: string,
  rows: readonly RegisteredModelRow[],
): Promise<readonly RegisteredModel[]> {
  const tags = new Map<string, Map<string, string>>();
  const aliases = new Map<string, Map<string, number>>();
  const names = rows.map(({ name }) => name);
  for (const some of inParts(names)) {
    const foundTags = await db
      .selectFrom('registered_model_tags')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('name', 'in', some)
      .orderBy('key')
      .execute();
    for (const { name, key, value } of foundTags) {
      tags.set(name, (tags.get(name) ?? new Map<string, string>()).set(key, value));
    }
    const foundAliases = await db
      .selectFrom('registered_model_aliases')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('name', 'in', some)
      .orderBy('alias')
      .execute();
    for (const { name, alias, version } of foundAliases) {
      aliases.set(name, (aliases.get(name) ?? new Map<string, number>()).set(alias, version));
    }
  }
  const latest = await versionsOf(db, workspaceId, await latestRows(db, workspaceId, names));
  const latestOf = Map.groupBy(latest, ({ name }) => name);
  return rows.map((row) => ({
    name: row.name,
    description: row.description,
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    tags: tags.get(row.name) ?? new Map(),
    aliases: aliases.get(row.name) ?? new Map(),
    latestVersions: latestOf.get(row.name) ?? [],
  }));
}
