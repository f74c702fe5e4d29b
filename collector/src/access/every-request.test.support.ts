import { ROUTE_PERMISSIONS } from '../auth/route-permissions.ts';
import type { Things } from './shared-world.test.support.ts';

/** A request of some route. */
export interface AnyRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Of its entry. */
  readonly needs: string;
  /** Whether it names somebody's things in every way that there is; else it asks for whatever there is. */
  readonly isAbout: boolean;
}

/** Answers that do not end, and files of the pages. */
const LEFT_OUT = ['/live', '/graphql', '/metrics'];

/**
 * A request for every route that reads or writes what belongs to somebody: about somebody's things, by every name that a
 * route may know them by, and for lists also about nothing in particular, which gives whatever there is.
 */
export function everyRequest(things: Things, needs: readonly string[]): readonly AnyRequest[] {
  return Object.entries(ROUTE_PERMISSIONS).flatMap(([route, permission]) => {
    const [method = '', pattern = ''] = route.split(' ');
    // The same answers as under `/api`.
    if (pattern.startsWith('/ajax-api/') && `${method} ${pattern.replace('/ajax-api', '/api')}` in ROUTE_PERMISSIONS)
      return [];
    if (!needs.includes(permission.needs) || LEFT_OUT.some((part) => pattern.endsWith(part))) return [];
    const path = filled(pattern, things);
    const about = { ...fieldsOf(things), ...wanted(pattern, things) };
    // What the path names is no list.
    const asked = /[:*]/.test(pattern) ? [about] : [about, listing(things), {}];
    return asked.map((fields, index) => {
      const common = { method, needs: permission.needs, isAbout: index === 0 };
      if (method !== 'GET') return { ...common, path: `${path}?trace=${things.traceId}`, body: fields };
      return { ...common, path: `${path}?${queryOf(fields)}` };
    });
  });
}

function filled(pattern: string, things: Things): string {
  const file = `${things.experimentId}/${things.runId}/artifacts/zqxbob.txt`;
  const values: Readonly<Record<string, string>> = {
    ...{ traceId: things.traceId, trace_id: `tr-${things.traceId}`, request_id: `tr-${things.traceId}` },
    ...{ trace: `tr-${things.traceId}`, experiment: things.experimentId, spanId: '000000000000000b' },
    ...{ runId: things.runId, name: things.modelName, model_id: things.loggedModelId, modelId: things.loggedModelId },
    ...{ dataset_id: things.datasetId, sha256: things.sha256, key: 'zqxbob-key', tag_key: 'zqxbob-key' },
    ...{ assessment_id: things.feedbackId, feedbackId: things.feedbackId, version: '1', upload: 'none', number: '1' },
    id: pattern.includes('/datasets')
      ? things.datasetId
      : pattern.includes('/runs')
        ? things.runId
        : things.experimentId,
  };
  return pattern.replace(/:(\w+)/g, (_, name: string) => values[name] ?? 'none').replace(/\*$/, file);
}

function fieldsOf(things: Things): Readonly<Record<string, unknown>> {
  const { experimentId, runId, modelName, loggedModelId, datasetId } = things;
  const trace = `tr-${things.traceId}`;
  const experiment = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } };
  return {
    ...{ experiment_id: experimentId, experiment_ids: [experimentId], experiment_name: 'zqxbob-experiment' },
    ...{ run_id: runId, run_uuid: runId, run_ids: [runId], metric_key: 'zqxbob-metric', run: runId },
    ...{ trace_id: trace, trace_ids: [trace], request_id: trace, request_ids: [trace], locations: [experiment] },
    ...{ name: modelName, new_name: 'taken-over', version: '1', alias: 'zqxbob-alias', stages: ['None'] },
    ...{ model_id: loggedModelId, models: [{ model_id: loggedModelId, step: 0 }], dataset_id: datasetId },
    ...{
      key: 'zqxbob-key',
      value: 'taken over',
      tags: [{ key: 'zqxbob-key', value: 'taken over' }],
      description: 'mine',
    },
    ...{ username: 'ann', resource_type: 'experiment', resource_id: experimentId, permission: 'MANAGE' },
    ...{ metric_name: 'trace_count', view_type: 'TRACES', aggregations: [{ aggregation_type: 'COUNT' }] },
    ...{
      filter_string1: "trace.name LIKE '%'",
      filter_string2: "tag.x = 'y'",
      stage: 'Production',
      status: 'FINISHED',
    },
    ...{
      path: 'zqxbob.txt',
      prompt_versions: [{ name: modelName, version: '1' }],
      max_timestamp_millis: '9999999999999',
    },
    ...{ source: `runs:/${runId}/x`, records: [], id: datasetId, from: '1', to: '1', metrics: [], params: [] },
    ...{ filter: "name LIKE '%'", by: 'name', fields: 'service,model,user,session,name', of: 'traces', text: 'zqxbob' },
    ...{ keys: 'zqxbob-session', session: 'zqxbob-session', a: '1', b: '1', dataset: datasetId, format: 'csv' },
  };
}

/** What lists take: everything there is, by the names of experiments that are somebody else's. */
function listing({ experimentId }: Things): Readonly<Record<string, unknown>> {
  return {
    ...{ experiment_ids: [experimentId], max_results: 100, limit: '100', by: 'experiment', of: 'spans' },
    ...{ filter: '', locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }] },
  };
}

/** What single routes take by names that mean something else to others. */
function wanted(pattern: string, things: Things): Readonly<Record<string, unknown>> {
  const { traceId, runId, datasetId } = things;
  const row = { trial: 0, index: 0, inputs: 'x', outputs: 'x', expectations: {}, context: null, tags: {}, error: null };
  const source = { kind: 'human', id: 'x' };
  const experiment = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: things.experimentId } };
  const info = { trace_id: `tr-${traceId}`, trace_location: experiment, request_time: '2026-01-01T00:00:00Z' };
  const said = { source: { source_type: 'HUMAN', source_id: 'x' }, feedback: { value: 'taken over' } };
  const mine = { kind: 'experiment', of: things.experimentId, user: 'ann' };
  const assessment = { assessment_name: 'taken-over', ...said };
  const fields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    '/aggregates': { status: undefined, by: 'name,model,service', filter: '' },
    '/histogram': { status: undefined, filter: '' },
    '/facets': { status: undefined, filter: '' },
    '/turns': { ids: traceId },
    '/feedback': { traces: traceId, source, name: 'taken-over' },
    '/feedback/:feedbackId': { source, rationale: 'taken over' },
    '/dataset-diff': { dataset: datasetId, before: '1', after: '1' },
    '/traces/delete': { filter: "name LIKE '%'", status: undefined, version: undefined },
    '/runs/:id/tables': { path: 'taken.json', columns: ['a'], data: [['b']] },
    '/presigned-upload-url': { model_id: undefined },
    '/model-versions/create': { model_id: undefined },
    '/logged-models/:model_id': { status: 'LOGGED_MODEL_READY' },
    '/2.0/mlflow/traces/:request_id': { status: 'OK' },
    '/delete-traces': { max_timestamp_millis: undefined },
    '/3.0/mlflow/traces': { trace: { trace_info: { ...info, state: 'OK' } } },
    '/assessments': { assessment },
    '/assessments/:assessment_id': { assessment: said, update_mask: 'feedback' },
    '/3.0/mlflow/datasets/create': { name: 'taken-over', tags: undefined },
    '/:runId/rows': { rows: [{ ...row, key: 'x', traceId, durationMs: 1, scores: [] }] },
    '/v1/datasets': { tags: {}, experimentIds: [], name: 'taken-over', records: [{ inputs: { a: 1 } }] },
    '/from-traces': { tags: {}, experimentIds: [], name: 'taken-over-2', filter: "name LIKE '%'", limit: 5 },
    '/log-metric': { key: 'm', value: 9, timestamp: 9, step: 9 },
    '/log-parameter': { key: 'new' },
    '/log-model': {
      model_json: JSON.stringify({ artifact_path: 'x', run_id: runId, utc_time_created: '1', flavors: {} }),
    },
    '/v1/permissions': { ...mine, permission: 'MANAGE' },
    '/permissions/on': mine,
    '/artifacts/list': { path: undefined },
    '/tags/:key': { tags: JSON.stringify({ 'zqxbob-key': 'taken over' }) },
    '/:dataset_id/tags': { tags: JSON.stringify({ 'zqxbob-key': 'taken over' }) },
    '/:dataset_id/records': { records: JSON.stringify([{ inputs: { a: 1 } }]) },
    '/datasets/search': { filter_string: '' },
    '/complete/*': { upload_id: 'none', parts: [{ part_number: 1 }] },
    '/abort/*': { upload_id: 'none' },
  };
  const [, found] = Object.entries(fields).find(([end]) => pattern.endsWith(end)) ?? [];
  return found ?? {};
}

function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((each) =>
      typeof each === 'string' || typeof each === 'number' ? [[key, String(each)]] : [],
    );
  });
  return new URLSearchParams(pairs as [string, string][]).toString();
}
