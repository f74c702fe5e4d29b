import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { currentAccess } from './access-context.ts';
import { mayAll } from './rights.ts';
import type { TraceOwners } from './trace-owners.ts';

/** What requests do with contents that do not stand in their spans. */
export type Payloads = Pick<TracePayloads, 'put' | 'read'>;

/** The contents of traces that whoever asks may see. */
export function seenPayloads(payloads: TracePayloads, owners: TraceOwners): Payloads {
  return {
    async put(workspaceId, traceId, sha256, content) {
      if (!mayAll(currentAccess().experiments, 'edit')) {
        // It may come before its trace, which is nobody's until then.
        const known = await owners.experimentsOf(workspaceId, [traceId]);
        await owners.require('edit', workspaceId, [...known.keys()]);
      }
      return payloads.put(workspaceId, traceId, sha256, content);
    },
    async read(workspaceId, sha256) {
      if (!mayAll(currentAccess().experiments, 'read')) {
        const seen = await owners.seen(workspaceId, await payloads.tracesWith(workspaceId, sha256));
        if (seen.length === 0) return undefined;
      }
      return payloads.read(workspaceId, sha256);
    },
  };
}
