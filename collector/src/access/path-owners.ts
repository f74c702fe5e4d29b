import { ApiError } from '../errors.ts';
import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import type { ExperimentStore } from '../storage/tracking/experiments/experiment-store.ts';
import { currentAccess } from './access-context.ts';
import type { Action } from './level.ts';
import { requireExperiment } from './require-access.ts';
import { may, mayAll } from './rights.ts';

/** A folder that belongs to an experiment. */
interface Place {
  readonly path: string;
  readonly experimentId: string;
  /** Whether it is where the artifacts of an experiment go unless somebody says otherwise. */
  readonly isOwn: boolean;
}

/** Which experiments files belong to, by where they lie. */
export class PathOwners {
  readonly #experiments: Pick<ExperimentStore, 'list'>;

  constructor(experiments: Pick<ExperimentStore, 'list'>) {
    this.#experiments = experiments;
  }

  /** Tells of paths whether whoever asks may see them, or some of what is below. */
  async seen(workspaceId: string): Promise<(path: string) => boolean> {
    const { experiments } = currentAccess();
    if (mayAll(experiments, 'read')) return () => true;
    const isSeen = (id: string): boolean => may(experiments, 'read', id);
    const places = await this.#places(workspaceId);
    return (path) => {
      const owner = ownerOf(path, places);
      if (owner !== undefined) return isSeen(owner);
      return places.some((place) => isBelow(place.path, path) && isSeen(place.experimentId));
    };
  }

  /**
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` where the path is that of no experiment, or of one that whoever asks may
   *   not see; `PERMISSION_DENIED`.
   */
  async require(action: Action, workspaceId: string, path: string): Promise<void> {
    if (mayAll(currentAccess().experiments, action)) return;
    const owner = ownerOf(path, await this.#places(workspaceId));
    if (owner === undefined) throw noPlace();
    requireExperiment(action, owner, noPlace);
  }

  async #places(workspaceId: string): Promise<readonly Place[]> {
    const experiments = await this.#experiments.list(workspaceId);
    return experiments.flatMap(({ id, artifactLocation }): readonly Place[] => {
      // Files of traces lie there wherever those of runs go.
      const own = { path: id, experimentId: id, isOwn: true };
      const chosen = blobPathOf(artifactLocation);
      return chosen === undefined || chosen === id ? [own] : [own, { path: chosen, experimentId: id, isOwn: false }];
    });
  }
}

/** The innermost place that a path lies in; of several at one path the experiment's own, then the oldest. */
function ownerOf(path: string, places: readonly Place[]): string | undefined {
  let best: Place | undefined;
  for (const place of places) {
    if (path !== place.path && !isBelow(path, place.path)) continue;
    if (best === undefined || place.path.length > best.path.length) best = place;
    else if (place.path.length === best.path.length && place.isOwn && !best.isOwn) best = place;
  }
  return best?.experimentId;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function noPlace(): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', 'no experiment that you may see keeps artifacts there');
}
