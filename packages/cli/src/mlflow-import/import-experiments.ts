import type { Experiment } from '@tracewright/client';
import { IMPORT_TAG, type ImportJob, withoutMarks } from './import-job.ts';

/** Brings experiments over, by their names. @returns those that are here now */
export async function importExperiments(
  job: ImportJob,
  names: readonly string[] | undefined,
): Promise<readonly Experiment[]> {
  const all = await job.source.experiments.search({ view: 'active' }).toArray();
  const wanted = all.filter(({ name }) => names === undefined || names.includes(name));
  for (const experiment of wanted) {
    await job.piece('experiment', experiment.name, async () => {
      const known = await job.target.experiments.getByName(experiment.name);
      const here = known ?? (await job.target.experiments.getOrCreate({ name: experiment.name }));
      if (here.lifecycle === 'deleted') throw new Error('it is deleted here: restore it first');
      for (const [key, value] of Object.entries({ ...withoutMarks(experiment.tags), [IMPORT_TAG.id]: experiment.id })) {
        if (here.tags[key] === undefined) await job.target.experiments.setTag(here.id, key, value);
      }
      job.experimentIds.set(experiment.id, here.id);
      return known === undefined || known.tags[IMPORT_TAG.id] === undefined ? 'added' : 'known';
    });
  }
  return wanted.filter(({ id }) => job.experimentIds.has(id));
}
