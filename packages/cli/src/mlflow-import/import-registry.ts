import type { ModelVersion, RegisteredModel } from '@tracewright/client';
import { RegistryRequests } from '@tracewright/client';
import { IS_PROMPT_FILTER } from '@tracewright/schema';
import { IMPORT_TAG, type ImportJob, marksOf, withoutMarks } from './import-job.ts';

/** Brings registered models and prompts over, each version under the number that it has. */
export async function importRegistry(job: ImportJob): Promise<void> {
  const source = new RegistryRequests(job.source.connection);
  for (const filter of [undefined, IS_PROMPT_FILTER]) {
    for await (const model of source.searchModels({ filter })) {
      await job.piece('model', model.name, () => importModel(job, source, model, filter));
    }
  }
}

async function importModel(
  job: ImportJob,
  source: RegistryRequests,
  model: RegisteredModel,
  filter: string | undefined,
): Promise<'added' | 'known'> {
  const target = new RegistryRequests(job.target.connection);
  const known = await target.findModel(model.name);
  if (known !== undefined && known.tags[IMPORT_TAG.id] === undefined) {
    throw new Error('there is one of this name here already, which was not imported');
  }
  if (known === undefined) {
    await target.createModel(
      model.name,
      { ...withoutMarks(model.tags), ...marksOf(model.name, model.createdMs) },
      model.description,
    );
  }
  const quote = model.name.includes("'") ? '"' : "'";
  const name = `name = ${quote}${model.name}${quote}`;
  const of = { filter: filter === undefined ? name : `${name} AND ${filter}` };
  const versions = await source.searchVersions(of).toArray();
  const there = new Map((await target.searchVersions(of).toArray()).map((version) => [version.version, version]));
  for (const { version, tags } of there.values()) {
    // Made for its number alone, by an import that was stopped before it took it away.
    const isPassed = tags[IMPORT_TAG.id] !== undefined && tags[IMPORT_TAG.id] !== String(version);
    if (isPassed) await target.deleteVersion(model.name, version);
  }
  for (const version of versions.sort((a, b) => a.version - b.version)) {
    await job.piece('version', `${version.name}/${version.version}`, () =>
      importVersion(job, target, version, there.get(version.version)),
    );
  }
  const aliases = known?.aliases ?? {};
  for (const [alias, version] of Object.entries(model.aliases)) {
    // One that was moved here since stays where it is.
    if (aliases[alias] === undefined) await target.setAlias(model.name, alias, version);
  }
  return known === undefined ? 'added' : 'known';
}

async function importVersion(
  job: ImportJob,
  target: RegistryRequests,
  version: ModelVersion,
  known: ModelVersion | undefined,
): Promise<'added' | 'known'> {
  const { name, version: number, stage } = version;
  // Without the first mark it is somebody's own.
  if (
    known !== undefined &&
    (known.tags[IMPORT_TAG.id] === undefined || known.tags[IMPORT_TAG.isComplete] === 'true')
  ) {
    return 'known';
  }
  if (known === undefined) await createNumbered(job, target, version);
  if (stage !== 'None') await target.transition(name, number, stage, false);
  await target.setVersionTag(name, number, IMPORT_TAG.isComplete, 'true');
  return known === undefined ? 'added' : 'known';
}

/** Numbers are given in turn, each once: those of versions that were deleted there are used up here. */
async function createNumbered(job: ImportJob, target: RegistryRequests, version: ModelVersion): Promise<void> {
  const { name, version: wanted, description } = version;
  const tags = { ...withoutMarks(version.tags), ...marksOf(String(wanted), version.createdMs) };
  for (;;) {
    const { version: number } = await target.createVersion({ name, description, tags, ...originOf(job, version) });
    if (number === wanted) return;
    await target.deleteVersion(name, number);
    if (number > wanted) throw new Error('its number is used up here, by a version that was deleted');
  }
}

/** What a version is made from, by the ids that it has here. */
function originOf(
  job: ImportJob,
  { source, runId, modelId }: ModelVersion,
): { readonly source: string; readonly runId?: string; readonly modelId?: string } {
  const run = job.runIds.get(runId);
  const model = job.modelIds.get(modelId) ?? job.modelIds.get(/^models:\/(m-[^/@]+)$/.exec(source)?.[1] ?? '');
  const ids = { ...(run && { runId: run }), ...(model && { modelId: model }) };
  if (model !== undefined) return { ...ids, source: `models:/${model}` };
  // Files of a run: what stands behind the folder of its files, or behind the run itself.
  const [, path] = run === undefined ? [] : (new RegExp(`${runId}/(?:artifacts/)?(.+)$`).exec(source) ?? []);
  return { ...ids, source: run !== undefined && path !== undefined ? `runs:/${run}/${path}` : source };
}
