import { ArtifactFolder, type Experiment, type Run } from '@tracewright/client';
import { copyFiles, runFiles } from './copy-files.ts';
import { IMPORT_TAG, type ImportJob, withoutMarks } from './import-job.ts';
import { importMetrics } from './import-metrics.ts';
import { parts } from './parts.ts';

const PARENT_TAG = 'mlflow.parentRunId';
/** Most that one request takes. */
const MAX_PAIRS = 100;

/** Brings the runs of an experiment over. */
export async function importRuns(job: ImportJob, experiment: Experiment): Promise<void> {
  const experimentId = job.experimentIds.get(experiment.id)!;
  const complete = new Set<string>();
  const filter = `tags.\`${IMPORT_TAG.id}\` IS NOT NULL`;
  for await (const { id, tags } of job.target.runs.search({ experimentIds: [experimentId], filter })) {
    job.runIds.set(tags[IMPORT_TAG.id]!, id);
    if (tags[IMPORT_TAG.isComplete] === 'true') complete.add(id);
  }
  const whole: Run[] = [];
  const source = job.source.runs.search({ experimentIds: [experiment.id], orderBy: ['start_time ASC'], pageSize: 500 });
  await job.each(source, (run) =>
    job.piece('run', run.id, async () => {
      const known = job.runIds.get(run.id);
      if (known !== undefined && complete.has(known)) return 'known';
      await importRun(job, run, experimentId);
      whole.push(run);
      return known === undefined ? 'added' : 'known';
    }),
  );
  // Once all of them are here: a run may have begun before the one that it is inside of.
  await job.each(whole, async ({ id, parentRunId = '', status }) => {
    const [here = '', parent] = [job.runIds.get(id), job.runIds.get(parentRunId)];
    if (parent !== undefined) await job.target.runs.setTag(here, PARENT_TAG, parent);
    // What still runs may get more.
    const isOver = status !== 'RUNNING' && status !== 'SCHEDULED';
    if (isOver) await job.target.runs.setTag(here, IMPORT_TAG.isComplete, 'true');
  });
}

async function importRun(job: ImportJob, run: Run, experimentId: string): Promise<void> {
  const { runs, datasets, connection } = job.target;
  const known = job.runIds.get(run.id);
  const { artifactUri, id, metrics } =
    known === undefined
      ? await runs.create({
          experimentId,
          name: run.name,
          userId: run.userId,
          startMs: run.startMs,
          tags: { [IMPORT_TAG.id]: run.id },
        })
      : await runs.get(known);
  job.runIds.set(run.id, id);
  // All of it may be said again: what is alike counts once.
  const tags = Object.entries(withoutMarks(run.tags)).map(([key, value]) => ({ key, value }));
  for (const some of parts(tags, MAX_PAIRS)) await runs.logBatch(id, { tags: some });
  const params = Object.entries(run.params).map(([key, value = '']) => ({ key, value }));
  for (const some of parts(params, MAX_PAIRS)) await runs.logBatch(id, { params: some });
  await importMetrics(job, run, { id, metrics });
  for (const dataset of run.datasets) {
    await datasets.logInput(id, dataset, dataset.tags['mlflow.data.context']);
  }
  const files = runFiles(job.source.connection, run.id);
  const areAllHere = await copyFiles(job, run.id, files, new ArtifactFolder(connection, artifactUri));
  await runs.update(id, { status: run.status, ...(run.endMs !== undefined && { endMs: run.endMs }) });
  await compare(job, run, id);
  if (!areAllHere) throw new Error('not all of its files are here');
}

/** @throws Error that names what is missing here or is another */
async function compare(job: ImportJob, run: Run, id: string): Promise<void> {
  const here = await job.target.runs.get(id);
  const there = { params: run.params, metrics: run.metrics, tags: withoutMarks(run.tags) };
  for (const kind of ['params', 'metrics', 'tags'] as const) {
    for (const [key, value] of Object.entries(there[kind])) {
      if (key === PARENT_TAG || Object.is(here[kind][key], value)) continue;
      throw new Error(`${kind} ${key} is ${here[kind][key]} here, not ${value}`);
    }
  }
}
