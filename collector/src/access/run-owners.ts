import { ApiError } from '../errors.ts';
import type { LoggedModelStore } from '../storage/tracking/logged-models/logged-model-store.ts';
import { noRun } from '../storage/tracking/runs/require-run.ts';
import type { RunStore } from '../storage/tracking/runs/run-store.ts';
import { currentAccess } from './access-context.ts';
import type { Action } from './level.ts';
import { mayRead, requireExperiment } from './require-access.ts';
import { mayAll } from './rights.ts';

/** Which experiments runs and logged models belong to, asked of the stores themselves. */
export class RunOwners {
  readonly #runs: Pick<RunStore, 'getInfo'>;
  readonly #models: Pick<LoggedModelStore, 'get'>;

  constructor(runs: Pick<RunStore, 'getInfo'>, models: Pick<LoggedModelStore, 'get'>) {
    this.#runs = runs;
    this.#models = models;
  }

  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also to who may not see it; `PERMISSION_DENIED`. */
  async requireRun(action: Action, workspaceId: string, id: string): Promise<void> {
    if (mayAll(currentAccess().experiments, action)) return;
    const { experimentId } = await this.#runs.getInfo(workspaceId, id);
    requireExperiment(action, experimentId, () => noRun(id));
  }

  /** The same of a logged model. */
  async requireModel(action: Action, workspaceId: string, id: string): Promise<void> {
    if (mayAll(currentAccess().experiments, action)) return;
    const { experimentId } = await this.#models.get(workspaceId, id, true);
    requireExperiment(action, experimentId, () => noLoggedModel(id));
  }

  /** Runs that whoever asks may see; what is not there is not looked up for those who may see all. */
  async seenRuns(workspaceId: string, ids: readonly string[]): Promise<readonly string[]> {
    if (mayAll(currentAccess().experiments, 'read')) return ids;
    const owners = await Promise.all(ids.map((id) => found(this.#runs.getInfo(workspaceId, id))));
    return ids.filter((_, index) => owners[index] !== undefined && mayRead(owners[index].experimentId));
  }

  /** Logged models with which the action is allowed. */
  async modelsFor(action: Action, workspaceId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const allowed = new Set<string>(ids);
    if (mayAll(currentAccess().experiments, action)) return allowed;
    for (const id of allowed) {
      const reason = await this.requireModel(action, workspaceId, id).catch((error: unknown) => error);
      if (reason === undefined) continue;
      if (!(reason instanceof ApiError)) throw reason;
      allowed.delete(id);
    }
    return allowed;
  }
}

export function noLoggedModel(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${id}' not found.`);
}

/** Undefined where there is no such thing. */
async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}
