import type { Uploads } from '../../access/seen-blobs.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';
import type { TraceDeps } from './traces/trace-deps.ts';
import type { MlflowUserDeps } from './user-deps.ts';
import type { MlflowWorkspaceDeps } from './workspaces.ts';

/** What MLflow's interface is answered from. */
export interface MlflowDeps {
  readonly stores: TrackingStores;
  /** Files of runs and models. */
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly traces: TraceDeps;
  /** Undefined: there is one workspace alone. */
  /** Undefined: users and their permissions are not there. */
  readonly users?: MlflowUserDeps;
  readonly workspaces?: MlflowWorkspaceDeps;
  readonly clock: {
    readonly nowMs: () => number;
    /** Resolves so many milliseconds later. */
    readonly wait: (ms: number) => Promise<void>;
  };
}
