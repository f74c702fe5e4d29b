import { HttpClient } from './http-client.ts';
import type { MeasuredServer } from './measured-server.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const API = '/api/2.0/mlflow';

/** What many requests of one kind took. */
export interface Rate {
  readonly requests: number;
  readonly wallMs: number;
  /** Of the server. */
  readonly cpuMs: number;
}

/** Asks for something of MLflow's interface. */
export async function call<Answer>(client: HttpClient, path: string, fields: object): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(fields));
  return JSON.parse(String(await client.post(`${API}/${path}`, body, JSON_BODY))) as Answer;
}

/** Sends bodies over so many connections, each with one request at a time. */
export async function sendBodies(
  server: MeasuredServer,
  path: string,
  bodies: readonly Uint8Array[],
  connections: number,
): Promise<Rate> {
  const client = new HttpClient(server.url, connections);
  const before = await server.usage();
  const startMs = performance.now();
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await client.post(`${API}/${path}`, body, JSON_BODY);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const wallMs = performance.now() - startMs;
  const { cpuMs } = await server.usage();
  client.close();
  return { requests: bodies.length, wallMs, cpuMs: cpuMs - before.cpuMs };
}

/** Runs are created, one a request. */
export function createBodies(experimentId: string, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    jsonBytes({
      experiment_id: experimentId,
      run_name: `run-${index}`,
      start_time: 1_767_225_600_000 + index,
      tags: [
        { key: 'mlflow.user', value: 'bench' },
        { key: 'mlflow.source.name', value: 'train.py' },
      ],
    }),
  );
}

/** Batches of 100 metrics, in turn for each of the runs. */
export function batchBodies(runIds: readonly string[], count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const step = Math.floor(index / runIds.length);
    const metrics = Array.from({ length: 100 }, (_, at) => metric(`layer_${at}/loss`, Math.sin(index + at), step));
    return jsonBytes({ run_id: runIds[index % runIds.length], metrics });
  });
}

/** What is logged of a run that trains a model: five metrics, five parameters. */
export function trainingBody(runId: string, index: number): Uint8Array {
  const random = ((index * 7_919) % 10_007) / 10_007;
  return jsonBytes({
    run_id: runId,
    metrics: ['accuracy', 'loss', 'f1', 'recall', 'precision'].map((key, at) => metric(key, (random + at / 7) % 1, 1)),
    params: ['lr', 'depth', 'batch', 'seed', 'model'].map((key) => ({ key, value: `${key}-${index % 17}` })),
  });
}

/** A thousand points of one metric. */
export function historyBody(runId: string, batch: number): Uint8Array {
  return jsonBytes({
    run_id: runId,
    metrics: Array.from({ length: 1_000 }, (_, at) => metric('loss', 1 / (1 + batch + at), batch * 1_000 + at)),
  });
}

function metric(key: string, value: number, step: number): object {
  return { key, value, timestamp: 1_767_225_600_000 + step, step };
}

export function jsonBytes(fields: object): Uint8Array {
  return Buffer.from(JSON.stringify(fields));
}
