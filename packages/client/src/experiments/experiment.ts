import { readPairs, type WireNumber, type WirePair } from '../http/wire.ts';

/** Whether something is there, or deleted and can be restored. */
export type Lifecycle = 'active' | 'deleted';

/** What a search looks at, by its state. Default `active`. */
export type LifecycleView = Lifecycle | 'all';

/** Runs that belong together. */
export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly artifactLocation: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface WireExperiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly artifact_location?: string;
  readonly lifecycle_stage?: string;
  readonly creation_time?: WireNumber;
  readonly last_update_time?: WireNumber;
  readonly tags?: readonly WirePair[];
}

export function readExperiment(wire: WireExperiment): Experiment {
  return {
    id: wire.experiment_id,
    name: wire.name,
    lifecycle: wire.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    artifactLocation: wire.artifact_location ?? '',
    createdMs: Number(wire.creation_time ?? 0),
    updatedMs: Number(wire.last_update_time ?? 0),
    tags: readPairs(wire.tags),
  };
}

/** As MLflow names it. */
export function viewType(view: LifecycleView = 'active'): string {
  return view === 'all' ? 'ALL' : `${view.toUpperCase()}_ONLY`;
}
