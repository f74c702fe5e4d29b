import { overriding } from '../overriding.ts';
import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import { artifactLocation } from '../routes/mlflow/traces/trace-info-json.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';

export interface TraceFiles {
  readonly blobs: Pick<BlobStore, 'delete'>;
  readonly payloads: Pick<TracePayloads, 'deleteTraces'>;
}

/**
 * The stores, whose traces take their files along when they are deleted, whoever deletes them: contents that did not
 * stand in spans, and what a client of MLflow's has attached.
 */
export function withTraceFiles(stores: TrackingStores, { blobs, payloads }: TraceFiles): TrackingStores {
  const { notes, traceInfos } = stores;
  return {
    ...stores,
    notes: overriding(notes, {
      deleteTraces: async (workspaceId, traceIds) => {
        const infos = await traceInfos.getInfos(workspaceId, traceIds);
        await notes.deleteTraces(workspaceId, traceIds);
        await payloads.deleteTraces(workspaceId, traceIds);
        for (const { experimentId, traceId } of infos.values()) {
          const folder = blobPathOf(artifactLocation(experimentId, traceId));
          if (folder !== undefined) await blobs.delete(workspaceId, folder);
        }
      },
    }),
  };
}
