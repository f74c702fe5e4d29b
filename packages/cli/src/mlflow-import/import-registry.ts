import type { ModelVersion, RegisteredModel } from '@tracewright/client';
import { isTracewrightError, RegistryRequests } from '@tracewright/client';
import { IMPORT_TAG, type ImportJob, withoutMarks } from './import-job.ts';

const IS_PROMPT = "tags.`mlflow.prompt.is_prompt` = 'true'";

/** Brings registered models and prompts over, each version under the number that it has. */
export async function importRegistry(job: ImportJob): Promise<void> {
  const source = new RegistryRequests(job.source.connection);
  for (const filter of [undefined, IS_PROMPT]) {
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
      { ...withoutMarks(model.tags), [IMPORT_TAG.id]: model.name },
      model.description,
    );
  }
  const quote = model.name.includes("'") ? '"' : "'";
  const name = `name = ${quote}${model.name}${quote}`;
  const of = { filter: filter === undefined ? name : `${name} AND ${filter}` };
  const versions = await source.searchVersions(of).toArray();
  const there = await target.searchVersions(of).toArray();
  let last = Math.max(0, ...there.map(({ version }) => version));
  for (const version of versions.sort((a, b) => a.version - b.version)) {
    await job.piece('version', `${version.name}/${version.version}`, async () => {
      if (there.some((one) => one.version === version.version)) return 'known';
      // Numbers are given in turn: those of versions that were deleted there are used up here.
      for (; last < version.version - 1; last++) await skipNumber(target, version.name, filter !== undefined);
      const made = await target.createVersion({
        name: version.name,
        description: version.description,
        tags: version.tags,
        ...originOf(job, version),
      });
      last = made.version;
      if (made.version !== version.version) throw new Error(`it is version ${made.version} here`);
      if (version.stage !== 'None') await target.transition(version.name, version.version, version.stage, false);
      return 'added';
    });
  }
  const aliases = known?.aliases ?? {};
  for (const [alias, version] of Object.entries(model.aliases)) {
    // One that was moved here since stays where it is.
    if (aliases[alias] === undefined) await target.setAlias(model.name, alias, version);
  }
  return known === undefined ? 'added' : 'known';
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

async function skipNumber(target: RegistryRequests, name: string, isPrompt: boolean): Promise<void> {
  const tags = isPrompt ? { 'mlflow.prompt.is_prompt': 'true', 'mlflow.prompt.text': '' } : {};
  const source = isPrompt ? 'dummy-source' : 'https://deleted.invalid/model';
  const { version } = await target.createVersion({ name, source, tags });
  await target.deleteVersion(name, version).catch((error: unknown) => {
    if (!isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
  });
}
