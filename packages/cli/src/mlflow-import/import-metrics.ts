import type { LoggedMetric, MetricPoint, Run } from '@tracewright/client';
import type { ImportJob } from './import-job.ts';
import { parts } from './parts.ts';

/** Most that one request takes. */
const MAX_METRICS = 1_000;

/** Brings the histories of a run's metrics over, and of one that is here already what has been added since. */
export async function importMetrics(job: ImportJob, run: Run, here: Pick<Run, 'id' | 'metrics'>): Promise<void> {
  for (const key of Object.keys(run.metrics)) {
    const known = key in here.metrics ? await pointsHere(job, here.id, key) : new Set<string>();
    const added: LoggedMetric[] = [];
    for await (const point of job.source.runs.metricHistory(run.id, key)) {
      if (!known.has(spelled(point))) added.push({ key, ...point });
    }
    for (const metrics of parts(added, MAX_METRICS)) await job.target.runs.logBatch(here.id, { metrics });
  }
}

async function pointsHere(job: ImportJob, id: string, key: string): Promise<ReadonlySet<string>> {
  const points = new Set<string>();
  for await (const point of job.target.runs.metricHistory(id, key)) points.add(spelled(point));
  return points;
}

function spelled({ step, timestampMs, value }: MetricPoint): string {
  return `${step} ${timestampMs} ${value}`;
}
