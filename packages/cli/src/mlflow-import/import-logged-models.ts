import { ArtifactFolder, type Experiment, type LoggedModel } from '@tracewright/client';
import { copyFiles, modelFiles } from './copy-files.ts';
import { IMPORT_TAG, type ImportJob, marksOf, withoutMarks } from './import-job.ts';

/** Brings the models over that the runs of an experiment have made. */
export async function importLoggedModels(job: ImportJob, experiment: Experiment): Promise<void> {
  const experimentId = job.experimentIds.get(experiment.id)!;
  const complete = new Set<string>();
  for await (const { id, tags } of job.target.models.logged.search({ experimentIds: [experimentId] })) {
    const of = tags[IMPORT_TAG.id];
    if (of === undefined) continue;
    job.modelIds.set(of, id);
    if (tags[IMPORT_TAG.isComplete] === 'true') complete.add(of);
  }
  await job.each(job.source.models.logged.search({ experimentIds: [experiment.id] }), (model) =>
    job.piece('logged model', model.id, () => importModel(job, model, experimentId, complete.has(model.id))),
  );
}

async function importModel(
  job: ImportJob,
  model: LoggedModel,
  experimentId: string,
  isComplete: boolean,
): Promise<'added' | 'known'> {
  const { logged } = job.target.models;
  if (isComplete) return 'known';
  const runId = job.runIds.get(model.runId);
  const known = job.modelIds.get(model.id);
  const here =
    known === undefined
      ? await logged.create({
          experimentId,
          name: model.name,
          modelType: model.modelType,
          runId,
          params: model.params,
          tags: { ...withoutMarks(model.tags), ...marksOf(model.id, model.createdMs) },
        })
      : await logged.get(known);
  job.modelIds.set(model.id, here.id);
  if (runId !== undefined) await logged.addToRun(runId, here.id);
  const files = modelFiles(job.source.connection, model.id, model.artifactUri);
  const areAllHere = await copyFiles(job, model.id, files, new ArtifactFolder(job.target.connection, here.artifactUri));
  if (!areAllHere) throw new Error('not all of its files are here');
  if (model.status === 'READY' || model.status === 'FAILED') await logged.finish(here.id, model.status);
  await logged.setTags(here.id, { [IMPORT_TAG.isComplete]: 'true' });
  return known === undefined ? 'added' : 'known';
}
