import { seededRandom } from '../test/random.ts';

/** Runs that are created at the same time: their requests share commits. */
const AT_ONCE = 16;
const METRICS = 20;
const PARAMS = 8;
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'o3', 'o4-mini'];

/**
 * Fills an experiment with so many runs of 20 metrics and 8 parameters each, through MLflow's interface.
 *
 * @param url Of the collector, without a slash at its end.
 * @returns the experiment's id.
 * @throws Error where the collector refuses something.
 */
export async function sendRuns(url: string, count: number): Promise<string> {
  const call = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { experiment_id } = await call<{ experiment_id: string }>('experiments/create', { name: `${count} runs` });
  const random = seededRandom(count);
  const firstMs = Date.now() - count * 1_000;
  const runs = Array.from({ length: count }, (_, at) => ({ startMs: firstMs + at * 1_000, at, ...drawn(random) }));
  const send = async ({ startMs, at, params, metrics }: (typeof runs)[number]) => {
    const created = { experiment_id, run_name: `run ${at}`, start_time: startMs, user_id: 'bench' };
    const { run } = await call<{ run: { info: { run_id: string } } }>('runs/create', created);
    const { run_id } = run.info;
    const points = metrics.map((value, key) => ({ key: `metric_${key}`, value, timestamp: startMs, step: 0 }));
    await call('runs/log-batch', { run_id, params, metrics: points });
    await call('runs/update', { run_id, status: 'FINISHED', end_time: startMs + 900 });
  };
  const pending = runs.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const run of pending) await send(run);
    }),
  );
  return experiment_id;
}

function drawn(random: () => number) {
  return {
    params: Array.from({ length: PARAMS }, (_, at) => {
      const model = MODELS[Math.floor(random() * MODELS.length)] ?? '';
      return { key: at === 0 ? 'model' : `param_${at}`, value: at === 0 ? model : random().toFixed(3) };
    }),
    metrics: Array.from({ length: METRICS }, () => random()),
  };
}
