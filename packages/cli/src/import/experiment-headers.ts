import { ROUTING_HEADER } from '@tracewright/schema';
import type { Server } from '../server/server.ts';
import { isHeaderText } from './route-of.ts';

/** Why spans cannot be sent to an experiment, in the collector's words. */
export class NoExperimentError extends Error {
  override readonly name = 'NoExperimentError';
}

/**
 * Headers that route spans to experiments by their names. A name that no header can say is looked up, and the
 * experiment made if there is none, as the collector does of itself with the others.
 */
export class ExperimentHeaders {
  readonly #server: Server;
  readonly #ids = new Map<string, Promise<string>>();

  constructor(server: Server) {
    this.#server = server;
  }

  /** @throws NoExperimentError where whoever asks may not see or make it; CommandError as {@link Server.request}. */
  async of(name: string): Promise<Record<string, string>> {
    if (isHeaderText(name)) return { [ROUTING_HEADER.experiment]: name };
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#idOf(name);
      this.#ids.set(name, id);
    }
    return { [ROUTING_HEADER.mlflowExperimentId]: await id };
  }

  async #idOf(name: string): Promise<string> {
    const experiments = '/api/2.0/mlflow/experiments';
    const query = new URLSearchParams({ experiment_name: name });
    const found = await this.#server.request(`${experiments}/get-by-name?${query}`, {}, [403, 404]);
    if (found.ok) return ((await found.json()) as { experiment: { experiment_id: string } }).experiment.experiment_id;
    await found.arrayBuffer();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) };
    const made = await this.#server.request(`${experiments}/create`, init, [400, 403]);
    const answer = (await made.json()) as { readonly experiment_id?: string; readonly message?: string };
    if (answer.experiment_id === undefined) throw new NoExperimentError(answer.message);
    return answer.experiment_id;
  }
}
