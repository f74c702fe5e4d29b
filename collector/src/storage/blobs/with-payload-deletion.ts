import { overriding } from '../../overriding.ts';
import type { TrackingStores } from '../tracking/tracking-stores.ts';
import type { TracePayloads } from './trace-payloads.ts';

/** The stores, whose traces take what is kept of their contents along when they are deleted. */
export function withPayloadDeletion(stores: TrackingStores, payloads: TracePayloads): TrackingStores {
  const { notes } = stores;
  return {
    ...stores,
    notes: overriding(notes, {
      deleteTraces: async (workspaceId, traceIds) => {
        await notes.deleteTraces(workspaceId, traceIds);
        await payloads.deleteTraces(workspaceId, traceIds);
      },
    }),
  };
}
