import { importDatasets } from './import-datasets.ts';
import { importExperiments } from './import-experiments.ts';
import type { ImportJob } from './import-job.ts';
import { importLoggedModels } from './import-logged-models.ts';
import { importRegistry } from './import-registry.ts';
import { importRuns } from './import-runs.ts';
import { importTraces } from './import-traces.ts';

/**
 * Brings over what an MLflow server has, each kind after those that it refers to. It may be stopped at any time and begun
 * anew: what is here is known again and not looked into.
 *
 * @param experiments names; undefined for all of them
 */
export async function importMlflow(job: ImportJob, experiments: readonly string[] | undefined): Promise<void> {
  const here = await importExperiments(job, experiments);
  for (const experiment of here) {
    await importRuns(job, experiment);
    await importLoggedModels(job, experiment);
    await importTraces(job, experiment);
  }
  await importDatasets(job);
  await importRegistry(job);
}
