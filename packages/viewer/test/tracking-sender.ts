/** What a run logs, at once. */
export interface SampleRun {
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Values step by step. */
  readonly curve?: Readonly<Record<string, readonly number[]>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** FINISHED by default. */
  readonly status?: 'FINISHED' | 'FAILED' | 'RUNNING';
}

/** Between the starts of two runs, ms: lists are in their order. */
const APART_MS = 61_000;

/** Sends runs to a collector as MLflow's clients do. */
export class TrackingSender {
  readonly #url: string;
  #startMs: number = Date.now() - 86_400_000;

  /** @param url Without a slash at its end. */
  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error where the collector refuses it. */
  async call<T>(method: string, path: string, body: object): Promise<T> {
    const response = await fetch(`${this.#url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** @returns its id. */
  async experiment(name: string): Promise<string> {
    return (await this.call<{ experiment_id: string }>('POST', 'experiments/create', { name })).experiment_id;
  }

  async tag(experimentId: string, key: string, value: string): Promise<void> {
    await this.call('POST', 'experiments/set-experiment-tag', { experiment_id: experimentId, key, value });
  }

  /** @returns its id. */
  async run(experimentId: string, name: string, run: SampleRun): Promise<string> {
    const { params = {}, metrics = {}, curve = {}, tags = {}, status = 'FINISHED' } = run;
    this.#startMs += APART_MS;
    const startMs = this.#startMs;
    const created = await this.call<{ run: { info: { run_id: string } } }>('POST', 'runs/create', {
      ...{ experiment_id: experimentId, run_name: name, start_time: startMs, user_id: 'ann', tags: pairs(tags) },
    });
    const { run_id: runId } = created.run.info;
    const points = [
      ...Object.entries(metrics).map(([key, value]) => ({ key, value: number(value), timestamp: startMs, step: 0 })),
      ...Object.entries(curve).flatMap(([key, values]) =>
        values.map((value, step) => ({ key, value: number(value), timestamp: startMs + step * 500, step })),
      ),
    ];
    await this.call('POST', 'runs/log-batch', { run_id: runId, params: pairs(params), metrics: points });
    if (status !== 'RUNNING') {
      await this.call('POST', 'runs/update', { run_id: runId, status, end_time: startMs + 42_000 });
    }
    return runId;
  }

  /** @param path Among the run's artifacts. */
  async file(runId: string, path: string, content: string): Promise<void> {
    const { run } = (await (await fetch(`${this.#url}/api/2.0/mlflow/runs/get?run_id=${runId}`)).json()) as {
      run: { info: { artifact_uri: string } };
    };
    const root = run.info.artifact_uri.replace(/^mlflow-artifacts:\/*/, '');
    const address = `${this.#url}/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`;
    const response = await fetch(address, { method: 'PUT', body: content });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  }
}

function pairs(values: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** As protobuf's JSON writes what JSON's numbers lack. */
function number(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
