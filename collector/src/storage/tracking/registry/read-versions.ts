import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { ModelStage } from './model-stage.ts';
import type { ModelVersion } from './model-version-store.ts';
import type { ModelVersionRow } from './registry-tables.ts';

/** These versions with their tags and aliases, in this order. */
export async function versionsOf(
  db: TrackingQueries,
  workspaceId: string,
  rows: readonly ModelVersionRow[],
): Promise<readonly ModelVersion[]> {
  const tags = new Map<string, Map<string, string>>();
  const aliases = new Map<string, string[]>();
  for (const names of inParts(rows.map(({ name }) => name))) {
    const versions = [...new Set(rows.map(({ version }) => version))];
    for (const some of inParts(versions)) {
      const foundTags = await db
        .selectFrom('model_version_tags')
        .select(['name', 'version', 'key', 'value'])
        .where('workspace_id', '=', workspaceId)
        .where('name', 'in', names)
        .where('version', 'in', some)
        .orderBy('key')
        .execute();
      for (const tag of foundTags) {
        const place = placeOf(tag);
        tags.set(place, (tags.get(place) ?? new Map<string, string>()).set(tag.key, tag.value));
      }
    }
    const foundAliases = await db
      .selectFrom('registered_model_aliases')
      .select(['name', 'version', 'alias'])
      .where('workspace_id', '=', workspaceId)
      .where('name', 'in', names)
      .orderBy('alias')
      .execute();
    for (const { alias, ...of } of foundAliases) {
      const place = placeOf(of);
      aliases.set(place, [...(aliases.get(place) ?? []), alias]);
    }
  }
  return rows.map((row) => ({
    name: row.name,
    version: row.version,
    description: row.description,
    stage: row.stage as ModelStage,
    source: row.source,
    storageLocation: row.storage_location,
    runId: row.run_id,
    runLink: row.run_link,
    modelId: row.model_id,
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    tags: tags.get(placeOf(row)) ?? new Map(),
    aliases: aliases.get(placeOf(row)) ?? [],
  }));
}

/** The highest version of each stage, for each of these names. */
export async function latestRows(
  db: TrackingQueries,
  workspaceId: string,
  names: readonly string[],
): Promise<readonly ModelVersionRow[]> {
  const rows: ModelVersionRow[] = [];
  for (const some of inParts(names)) {
    const latest = await db
      .selectFrom('model_versions')
      .select((of) => ['name', 'stage', of.fn.max('version').as('version')])
      .where('workspace_id', '=', workspaceId)
      .where('name', 'in', some)
      .groupBy(['name', 'stage'])
      .execute();
    for (const of of inParts(latest.map(({ name, version }) => JSON.stringify([name, version])))) {
      const pairs = of.map((pair) => JSON.parse(pair) as [string, number]);
      const found = await db
        .selectFrom('model_versions')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where((where) => where.or(pairs.map(([name, version]) => where.and({ name, version }))))
        .orderBy('version')
        .execute();
      rows.push(...found);
    }
  }
  return rows;
}

/** Of a version, apart from those of all other names. */
function placeOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${version} ${name}`;
}
