import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type {
  OldRuns,
  RunDeletion,
  OldRun as StoredOldRun,
} from '../storage/tracking/run-retention/run-retention-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { RunRules } from './run-rules.ts';

export interface RunRetentionDeps {
  readonly stores: Pick<TrackingStores, 'experiments' | 'runRetention'>;
  readonly blobs: Pick<BlobStore, 'delete'>;
  readonly nowMs: () => number;
  /** How many runs go at a time: whoever wants to write meanwhile waits for no more than that. Default 100. */
  readonly runsAtOnce?: number;
}

/** A run that is too old. */
export interface OldRun extends StoredOldRun {
  readonly reason: string;
}

const RUNS_AT_ONCE = 100;

/** Runs of which the same rule speaks. */
interface Share {
  readonly old: OldRuns;
  readonly reason: string;
}

/** Takes out runs that are too old, with their artifacts. @returns how many */
export async function applyRunRetention(workspaceId: string, rules: RunRules, deps: RunRetentionDeps): Promise<number> {
  const limit = deps.runsAtOnce ?? RUNS_AT_ONCE;
  const { runRetention } = deps.stores;
  let count = 0;
  for (const { old, reason } of await sharesOf(workspaceId, rules, deps)) {
    for (;;) {
      const deleted = await runRetention.deleteOld(workspaceId, old, limit, reason);
      count += deleted.length;
      if (deleted.length === 0) break;
      for (const run of deleted) await removeArtifacts(workspaceId, run, deps);
    }
  }
  // What an end of the process has left behind, too.
  for (const run of await runRetention.listWithArtifacts(workspaceId, Number.MAX_SAFE_INTEGER)) {
    await removeArtifacts(workspaceId, run, deps);
  }
  return count;
}

/** What {@link applyRunRetention} would take out, those of one rule after those of another. */
export async function planRunRetention(
  workspaceId: string,
  rules: RunRules,
  deps: Pick<RunRetentionDeps, 'stores' | 'nowMs'>,
): Promise<readonly OldRun[]> {
  const found: OldRun[] = [];
  for (const { old, reason } of await sharesOf(workspaceId, rules, deps)) {
    const runs = await deps.stores.runRetention.listOld(workspaceId, old, Number.MAX_SAFE_INTEGER);
    found.push(...runs.map((run) => ({ ...run, reason })));
  }
  return found;
}

async function sharesOf(
  workspaceId: string,
  { maxAgeMs, experiments, keepTags }: RunRules,
  { stores, nowMs }: Pick<RunRetentionDeps, 'stores' | 'nowMs'>,
): Promise<readonly Share[]> {
  const share = (ageMs: number, of: OldRuns['experiments']): Share => ({
    old: { endedBeforeMs: nowMs() - ageMs, experiments: of, keepTags },
    reason: `ended more than ${ageMs / 86_400_000} days ago`,
  });
  const shares: Share[] = [];
  const except: string[] = [];
  for (const [name, ageMs] of experiments) {
    const experiment = await stores.experiments.getByName(workspaceId, name);
    if (experiment === undefined) continue;
    except.push(experiment.id);
    if (ageMs !== undefined) shares.push(share(ageMs, { only: [experiment.id] }));
  }
  return maxAgeMs === undefined ? shares : [...shares, share(maxAgeMs, { except })];
}

/** Artifacts that are kept elsewhere, such as in a bucket of the user's, are not ours to remove. */
async function removeArtifacts(
  workspaceId: string,
  { runId, artifactUris }: RunDeletion,
  { blobs, stores }: RunRetentionDeps,
): Promise<void> {
  for (const uri of artifactUris) {
    const path = blobPathOf(uri);
    if (path !== undefined && path !== '') await blobs.delete(workspaceId, path);
  }
  await stores.runRetention.noteArtifactsGone(workspaceId, runId);
}
