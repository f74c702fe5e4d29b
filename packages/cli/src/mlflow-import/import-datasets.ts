import { IMPORT_TAG, type ImportJob, marksOf, withoutMarks } from './import-job.ts';

/** Brings the datasets over that applications are evaluated with; records are known by their inputs. */
export async function importDatasets(job: ImportJob): Promise<void> {
  const known = new Map<string, string>();
  for await (const { id, tags } of job.target.datasets.search()) {
    const of = tags[IMPORT_TAG.id];
    if (of !== undefined) known.set(of, id);
  }
  for await (const dataset of job.source.datasets.search()) {
    await job.piece('dataset', dataset.name, async () => {
      const experimentIds = dataset.experimentIds.flatMap((id) => job.experimentIds.get(id) ?? []);
      const tags = { ...withoutMarks(dataset.tags), ...marksOf(dataset.id, dataset.createdMs) };
      const id =
        known.get(dataset.id) ?? (await job.target.datasets.create({ name: dataset.name, experimentIds, tags })).id;
      const records = await job.source.datasets.records(dataset.id).toArray();
      const { recordCount } = await job.target.datasets.addRecords(
        id,
        records.map(({ id: _, ...record }) => record),
      );
      if (recordCount < records.length) throw new Error(`${recordCount} of ${records.length} records are here`);
      return known.has(dataset.id) ? 'known' : 'added';
    });
  }
}
