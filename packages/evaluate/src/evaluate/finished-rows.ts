import type { TracewrightClient } from '@tracewright/client/node';
import type { EvaluationGrid, EvaluationRowDetail } from '@tracewright/schema';
import type { ResultRow } from '@tracewright/scoring';

/** Which trials of a run need not be run again: they have no error, and every score that is wanted. */
export class FinishedRows {
  readonly #client: TracewrightClient;
  readonly #grid: EvaluationGrid;
  /** Places in the grid. */
  readonly #places: ReadonlyMap<string, number>;

  constructor(client: TracewrightClient, grid: EvaluationGrid, names: Iterable<string>) {
    this.#client = client;
    this.#grid = grid;
    const wanted = [...names];
    const isDone = (at: number): boolean =>
      grid.errors[at] === null &&
      wanted.every((name) => grid.scores.some((column) => column.name === name && column.values[at] !== null));
    const done = grid.keys.flatMap((key, at) => (isDone(at) ? [[placeOf(key, grid.trials[at]!), at] as const] : []));
    this.#places = new Map(done);
  }

  /** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for a run that is not there */
  static async of(runId: string, client: TracewrightClient, names: Iterable<string>): Promise<FinishedRows> {
    const path = `/api/v1/evaluations/${runId}/grid`;
    return new FinishedRows(client, await client.connection.ask<EvaluationGrid>({ method: 'GET', path }), names);
  }

  /** A trial as it was stored; undefined where it has to be run. */
  async read(key: string, trial: number): Promise<ResultRow | undefined> {
    const at = this.#places.get(placeOf(key, trial));
    if (at === undefined) return undefined;
    const { runId, traceIds, costsUsd, inputTokens, outputTokens } = this.#grid;
    const path = `/api/v1/evaluations/${runId}/rows/${traceIds[at]}`;
    const stored = await this.#client.connection.ask<EvaluationRowDetail>({ method: 'GET', path });
    return {
      ...stored,
      error: stored.error ?? undefined,
      costUsd: costsUsd[at] ?? null,
      inputTokens: inputTokens[at] ?? null,
      outputTokens: outputTokens[at] ?? null,
      scores: Object.fromEntries(stored.scores.map((score) => [score.name, score])),
    };
  }
}

function placeOf(key: string, trial: number): string {
  return `${trial} ${key}`;
}
