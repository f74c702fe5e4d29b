import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { planRunRetention, type RunRetentionDeps } from './apply-run-retention.ts';
import type { RunRules } from './run-rules.ts';

/** A run that would go. */
export interface PlannedRun {
  readonly runId: string;
  readonly experimentId: string;
  /** The experiment's name. */
  readonly experiment: string;
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly reason: string;
  /** What its artifacts and those of its models take here; what is kept elsewhere stays there. */
  readonly artifactBytes: number;
}

type Deps = Pick<RunRetentionDeps, 'stores' | 'nowMs'> & { readonly blobs: Pick<BlobStore, 'files'> };

/** The runs that {@link applyRunRetention} would take out, each by its name and with what it takes. */
export async function plannedRuns(workspaceId: string, rules: RunRules, deps: Deps): Promise<readonly PlannedRun[]> {
  const names = new Map<string, string>();
  const nameOf = async (id: string): Promise<string> => {
    const name = names.get(id) ?? (await deps.stores.experiments.getById(workspaceId, id))?.name ?? id;
    names.set(id, name);
    return name;
  };
  const planned: PlannedRun[] = [];
  for (const { id, experimentId, name, startMs, endMs, reason, artifactUris } of await planRunRetention(
    workspaceId,
    rules,
    deps,
  )) {
    let artifactBytes = 0;
    for (const uri of artifactUris) artifactBytes += await bytesAt(workspaceId, blobPathOf(uri), deps.blobs);
    const experiment = await nameOf(experimentId);
    planned.push({ runId: id, experimentId, experiment, name, startMs, endMs, reason, artifactBytes });
  }
  return planned;
}

async function bytesAt(workspaceId: string, folder: string | undefined, blobs: Deps['blobs']): Promise<number> {
  let bytes = 0;
  if (folder === undefined || folder === '') return bytes;
  for await (const { sizeBytes } of blobs.files(workspaceId, folder)) bytes += sizeBytes;
  return bytes;
}
