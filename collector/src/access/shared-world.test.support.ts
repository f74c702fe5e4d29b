import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { onTestFinished } from 'vitest';
import { createApp } from '../app.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { testAuth } from '../auth/test-auth.test.support.ts';
import type { Principal } from '../authorize.ts';
import { readConfig } from '../config.ts';
import { createLocalIngest } from '../ingest/local-ingest.ts';
import { Leases } from '../leases/leases.ts';
import { ChangeFeed } from '../live/change-feed.ts';
import { unaskedAlerts, unaskedMonitors, unaskedOnline } from '../online/unasked-online.test.support.ts';
import { RulesInForce } from '../redact/rules-in-force.ts';
import { appDeps } from '../start/app-deps.ts';
import type { OpenedOnline } from '../start/open-online.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from '../storage/blobs/multipart-uploads.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';

/** Stands in everything that is Bob's. */
export const PLANTED = 'zqxbob';

const NEW_YEAR_NS = 1_767_225_600_000_000_000n;

export interface Answered {
  readonly status: number;
  readonly text: string;
}

export interface World {
  readonly stores: TrackingStores;
  readonly spans: SpanStore;
  readonly blobs: DiskBlobStore;
  /** Sends a request as somebody; a body that is no text goes as JSON. */
  readonly ask: (who: Principal, method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answered>;
  /** What a stream tells until it has told of this. @param then what is done once, when it has told of `after` */
  readonly listen: (
    who: Principal,
    path: string,
    until: string,
    then?: { readonly after: string; readonly act: () => Promise<unknown> },
  ) => Promise<string>;
  readonly bobs: Things;
  readonly anns: Things;
}

type Headers = Readonly<Record<string, string>>;

/** What somebody has, by the names that requests have for it. */
export interface Things {
  readonly experimentId: string;
  readonly runId: string;
  readonly traceId: string;
  readonly loggedModelId: string;
  readonly datasetId: string;
  readonly feedbackId: string;
  /** Of a registered model with one version. */
  readonly modelName: string;
  readonly sha256: string;
}

export const ROOT: Principal = {
  ...{ workspaceId: 'default', subject: 'root', userId: 'root', isAdmin: true },
  ...{ scopes: ['ingest', 'read', 'write', 'admin'], via: 'basic' },
};

export function member(name: string): Principal {
  return {
    ...{ workspaceId: 'default', subject: name, userId: name },
    ...{ scopes: ['ingest', 'read', 'write'], via: 'basic' },
  };
}

/** Stores of the test in place of those in memory; it closes them itself. */
export interface WorldStores {
  readonly tracking?: TrackingStores;
  readonly spans?: SpanStore;
  /** Whether there are scorers, monitors and alerts, none of which runs. */
  readonly hasOnline?: boolean;
}

/** A collector with everything that there is, once Bob's and once Ann's, as routes of the product are put together. */
export async function sharedWorld(env: Readonly<Record<string, string>> = {}, given: WorldStores = {}): Promise<World> {
  const folder = emptyFolder();
  const stores = given.tracking ?? (await openTrackingStores({ file: ':memory:' }));
  if (given.tracking === undefined) onTestFinished(() => stores.close());
  const spans = given.spans ?? new MemorySpanStore();
  const blobs = new DiskBlobStore(join(folder, 'blobs'));
  const resolveExperiment = (name: string, workspaceId: string) => stores.experiments.resolve(workspaceId, name);
  const audit = new AuditLog(stores.audit, { nowMs: Date.now, report: fail });
  onTestFinished(() => audit.close());
  const deps = appDeps({
    config: readConfig({ TRACEWRIGHT_DATA: folder, ...env }, []),
    prices: [],
    auth: testAuth(stores),
    storage: {
      ...{ tracking: stores, spans, blobs, resolveExperiment, textLag: () => undefined },
      ingest: createLocalIngest({ store: spans, pricer: createPricer(), resolveExperiment }),
      payloads: new TracePayloads(blobs),
      uploads: new MultipartUploads(blobs, randomUUID),
      leases: new Leases(stores.leases, fail),
      audit,
      workspaces: new WorkspaceDirectory(stores.workspaces, Date.now),
      redaction: new RulesInForce(),
    },
    feed: new ChangeFeed(spans, 1),
    ...(given.hasOnline === true && { online: restingOnline(stores, spans) }),
    log: fail,
  });
  const principals = new Map<string, Principal>();
  const app = createApp({
    ...deps,
    border: { ...deps.border, authorize: async (request) => principals.get(request.headers.get('x-who') ?? '')! },
  });
  const listen: World['listen'] = async (who, path, until, then) => {
    let isToDo = then !== undefined;
    const name = JSON.stringify(who);
    principals.set(name, who);
    const { body } = await app.request(path, { headers: { 'x-who': name } });
    let heard = '';
    for await (const piece of body!.pipeThrough(new TextDecoderStream())) {
      heard += piece;
      if (heard.includes(until)) break;
      if (!isToDo || !heard.includes(then!.after)) continue;
      isToDo = false;
      await then!.act();
    }
    return heard;
  };
  const ask: World['ask'] = async (who, method, path, body, headers = {}) => {
    const name = JSON.stringify(who);
    principals.set(name, who);
    const isJson = body !== undefined && typeof body !== 'string';
    const response = await app.request(path, {
      method,
      headers: { ...(isJson && { 'content-type': 'application/json' }), 'x-who': name, ...headers },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as string) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const things = { bobs: await settle(ask, PLANTED, 0xb), anns: await settle(ask, 'ann', 0xa) };
  return { stores, spans, blobs, ask, listen, ...things };
}

function restingOnline(stores: TrackingStores, spans: SpanStore): OpenedOnline {
  return {
    scoring: { ...unaskedOnline(stores, spans, Date.now), assessments: stores.assessments },
    drift: { ...unaskedMonitors(stores, spans, Date.now), report: fail },
    alerts: unaskedAlerts(stores, spans, Date.now),
    tracking: stores,
  };
}

function fail(reason: unknown): never {
  throw new Error(String(reason), { cause: reason });
}

/** Makes one of everything. @param number tells the traces of two apart */
async function settle(ask: World['ask'], mark: string, number: number): Promise<Things> {
  const traceId = number.toString(16).padStart(32, '0');
  const told = async (method: string, path: string, body?: unknown, headers?: Headers): Promise<Answered['text']> => {
    const { status, text } = await ask(ROOT, method, path, body, headers);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text;
  };
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const made = async (method: string, path: string, body?: unknown, headers?: Headers): Promise<any> =>
    JSON.parse(await told(method, path, body, headers));
  const tag = { key: `${mark}-key`, value: `${mark}-value` };
  const mlflow = '/api/2.0/mlflow';

  const { experiment_id: experimentId } = await made('POST', `${mlflow}/experiments/create`, {
    ...{ name: `${mark}-experiment`, tags: [tag] },
  });
  const { run } = await made('POST', `${mlflow}/runs/create`, {
    ...{ experiment_id: experimentId, run_name: `${mark}-run`, tags: [tag] },
  });
  const { run_id: runId } = run.info;
  const { model } = await made('POST', `${mlflow}/logged-models`, {
    ...{ experiment_id: experimentId, name: `${mark}-logged`, source_run_id: runId, tags: [tag], params: [tag] },
  });
  const loggedModelId = model.info.model_id;
  await made('POST', `${mlflow}/runs/log-batch`, {
    run_id: runId,
    metrics: [
      { key: `${mark}-metric`, value: 1, timestamp: 1, step: 0 },
      { key: `${mark}-metric`, value: 2, timestamp: 2, step: 1, model_id: loggedModelId },
    ],
    params: [tag],
    tags: [tag],
  });
  const source = { name: `${mark}-data`, digest: `${mark}1`, source_type: 'local', source: `${mark}-source` };
  await made('POST', `${mlflow}/runs/log-inputs`, {
    ...{ run_id: runId, datasets: [{ dataset: source, tags: [tag] }], models: [{ model_id: loggedModelId }] },
  });
  await told(
    'PUT',
    `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${runId}/artifacts/${mark}.txt`,
    `${mark} text`,
  );

  const modelName = `${mark}-model`;
  await made('POST', `${mlflow}/registered-models/create`, { name: modelName, description: mark, tags: [tag] });
  await made('POST', `${mlflow}/model-versions/create`, {
    ...{ name: modelName, source: `runs:/${runId}/${mark}`, run_id: runId, description: mark, tags: [tag] },
  });
  await made('POST', `${mlflow}/registered-models/alias`, { name: modelName, alias: `${mark}-alias`, version: '1' });
  await made('POST', `${mlflow}/registered-models/create`, {
    ...{ name: `${mark}-prompt`, tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] },
  });

  const text = (value: string) => ({ stringValue: value });
  const attributes = [
    { key: 'gen_ai.request.model', value: text(`${mark}-llm`) },
    { key: 'gen_ai.operation.name', value: text('chat') },
    {
      key: 'gen_ai.input.messages',
      value: text(JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `${mark} asks` }] }])),
    },
    { key: 'session.id', value: text(`${mark}-session`) },
    { key: 'user.id', value: text(`${mark}-user`) },
  ];
  const span = {
    ...{ traceId, spanId: number.toString(16).padStart(16, '0'), name: `${mark}-span`, attributes },
    ...{ startTimeUnixNano: String(NEW_YEAR_NS), endTimeUnixNano: String(NEW_YEAR_NS + 1_000_000n) },
  };
  const resource = { attributes: [{ key: 'service.name', value: text(`${mark}-service`) }] };
  await made(
    'POST',
    '/v1/traces',
    { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] },
    {
      ...{ 'x-mlflow-experiment-id': experimentId, 'x-mlflow-run-id': runId },
    },
  );
  await told('PUT', `/api/v1/traces/${traceId}/tags/${mark}-key`, { value: `${mark}-value` });
  const feedback = await made('POST', `/api/v1/traces/${traceId}/feedback`, {
    ...{
      name: `${mark}-judge`,
      value: `${mark}-good`,
      rationale: `${mark} reason`,
      source: { kind: 'human', id: mark },
    },
  });
  const sha256 = createHash('sha256').update(`${mark} large`).digest('hex');
  await told('PUT', `/api/v1/blobs/${sha256}?trace=${traceId}`, `${mark} large`);
  await told('POST', `/api/v1/evaluations/${runId}/rows`, {
    rows: [
      {
        ...{ key: `${mark}-row`, trial: 0, index: 0, traceId, inputs: { question: mark }, outputs: mark },
        ...{ expectations: { answer: mark }, context: null, tags: {}, error: null, durationMs: 1, scores: [] },
      },
    ],
  });
  const { dataset } = await made('POST', '/api/3.0/mlflow/datasets/create', {
    ...{ name: `${mark}-dataset`, experiment_ids: [experimentId], tags: JSON.stringify({ [tag.key]: tag.value }) },
  });
  await made('POST', `/api/3.0/mlflow/datasets/${dataset.dataset_id}/records`, {
    records: JSON.stringify([{ inputs: { question: `${mark} question` }, expectations: { answer: mark } }]),
  });
  return {
    ...{ experimentId, runId, traceId, loggedModelId, modelName, sha256 },
    ...{ datasetId: dataset.dataset_id, feedbackId: feedback.id },
  };
}
