import { ArtifactFolder, type Connection, type Experiment, Found, isTracewrightError } from '@tracewright/client';
import { IMPORT_TAG, type ImportJob, withoutMarks } from './import-job.ts';

/** What MLflow says about a trace, as far as an import looks into it; the rest goes along as it is. */
interface TraceInfo {
  readonly trace_id: string;
  readonly state?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly trace_metadata?: Readonly<Record<string, string>>;
  readonly assessments?: readonly object[];
}

const BASE = '/api/3.0/mlflow/traces';
const RUN_KEY = 'mlflow.sourceRun';

/** Brings the traces of an experiment over, under the ids that they have. */
export async function importTraces(job: ImportJob, experiment: Experiment): Promise<void> {
  const experimentId = job.experimentIds.get(experiment.id)!;
  await job.each(tracesOf(job.source.connection, experiment.id), (info) =>
    job.piece('trace', info.trace_id, () => importTrace(job, info, experimentId)),
  );
}

async function importTrace(job: ImportJob, info: TraceInfo, experimentId: string): Promise<'added' | 'known'> {
  const { connection } = job.target;
  const known = await findTrace(connection, info.trace_id);
  if (known?.tags?.[IMPORT_TAG.isComplete] === 'true') return 'known';
  if (known === undefined)
    await connection.ask({
      method: 'POST',
      path: BASE,
      json: { trace: { trace_info: here(job, info, experimentId) } },
    });
  const spans = await readSpans(job.source.connection, info.trace_id);
  if (spans !== undefined) {
    const folder = new ArtifactFolder(
      connection,
      `mlflow-artifacts:/${experimentId}/traces/${info.trace_id}/artifacts`,
    );
    await folder.put('traces.json', spans);
  }
  // One that is still open may get more spans.
  if (info.state !== 'IN_PROGRESS') {
    const json = { key: IMPORT_TAG.isComplete, value: 'true' };
    await connection.ask({ method: 'PATCH', path: `${BASE}/${info.trace_id}/tags`, json });
  }
  return known === undefined ? 'added' : 'known';
}

/** The same as it is said here: another experiment, another run, and assessments without the ids that they had. */
function here(job: ImportJob, info: TraceInfo, experimentId: string): object {
  const runId = job.runIds.get(info.trace_metadata?.[RUN_KEY] ?? '');
  return {
    ...info,
    tags: withoutMarks(info.tags),
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    trace_metadata: { ...info.trace_metadata, ...(runId && { [RUN_KEY]: runId }) },
  };
}

function tracesOf(connection: Connection, experimentId: string): Found<TraceInfo> {
  return new Found(async (token) => {
    const answer = await connection.ask<{ readonly traces?: readonly TraceInfo[]; readonly next_page_token?: string }>({
      method: 'POST',
      path: `${BASE}/search`,
      json: {
        locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }],
        max_results: 100,
        order_by: ['timestamp_ms ASC'],
        page_token: token,
      },
      isRepeatable: true,
    });
    return { items: answer.traces ?? [], nextToken: answer.next_page_token };
  });
}

async function findTrace(connection: Connection, id: string): Promise<TraceInfo | undefined> {
  try {
    const path = `${BASE}/${encodeURIComponent(id)}`;
    const { trace } = await connection.ask<{ readonly trace: { readonly trace_info: TraceInfo } }>({
      method: 'GET',
      path,
    });
    return trace.trace_info;
  } catch (error) {
    if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
    throw error;
  }
}

/** Undefined where the server keeps none of it: a trace may be but a note. */
async function readSpans(connection: Connection, id: string): Promise<string | undefined> {
  try {
    const path = '/ajax-api/3.0/mlflow/get-trace-artifact';
    const answer = await connection.send({ method: 'GET', path, query: { request_id: id } });
    return await answer.text();
  } catch (error) {
    if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
    throw error;
  }
}
