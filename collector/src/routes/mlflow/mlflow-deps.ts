import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';

/** What MLflow's interface is answered from. */
export interface MlflowDeps {
  readonly stores: TrackingStores;
  readonly clock: { readonly nowMs: () => number };
}
