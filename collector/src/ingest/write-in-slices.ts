import { encodeJsonTraceRequestInPlace } from '../otlp/encode-json-trace-request.ts';
import { mapTraceRequest } from '../otlp/read-trace-request.ts';
import { type SliceLimits, splitTraceRequest } from '../otlp/split-trace-request.ts';
import { releaseBytes } from '../release-bytes.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import { isLarge } from './body-buffers.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';
import { batchesOf, DEFAULT_EXPERIMENT_ID } from './prepare-batches.ts';
import { droppedSpansOf, prepareRequest } from './prepare-request.ts';
import { RequestTally } from './request-tally.ts';
import { storeFailure } from './write-failure.ts';
import type { WriteDeps } from './write-requests.ts';

/** Larger requests are stored in slices: decoded they take several times their bytes. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/**
 * What is made of a slice dies young, before V8 makes its heap larger: with four times as much a request of 60 MiB took
 * some 20 MiB more. The chunks that come of it are merged later.
 */
const SLICE: SliceLimits = { bytes: 1024 * 1024, spans: 2_048 };

export function needsSlices({ signal, body }: IngestRequest): boolean {
  return signal === 'traces' && body.byteLength > MAX_WHOLE_BYTES;
}

/**
 * Stores a large request slice by slice, each in a commit of its own, once all of it has been found well-formed. Where
 * a commit fails the sender sends all of it again, and what is stored already is recognised by its ids. Its bytes go
 * back to the system as soon as nobody needs them.
 *
 * @throws ApiError as `prepareRequest`, and whatever the store and resolving an experiment throw.
 */
export async function writeInSlices(request: IngestRequest, deps: WriteDeps): Promise<IngestResult> {
  const body = request.encoding === 'json' ? encodeJsonTraceRequestInPlace(request.body) : request.body;
  if (body.buffer !== request.body.buffer) release(request.body);
  try {
    const { resourceSpans } = mapTraceRequest(body, () => undefined);
    const tally = new RequestTally();
    const append = (batches: readonly SpanBatch[]): Promise<void> =>
      deps.store.append(batches).catch((error: unknown) => {
        throw storeFailure(error);
      });
    for (const slice of splitTraceRequest(body, deps.limits?.slice ?? SLICE)) {
      const part = { ...request, encoding: 'protobuf', body: slice } as const;
      const { groupsByExperiment } = prepareRequest(part, deps.pricer, tally);
      const prepared = { groupsByExperiment, droppedSpans: 0 };
      await append(await batchesOf(request, prepared, deps.resolveExperiment, tally));
      deps.onCommitted?.(slice.byteLength);
    }
    // Once all of it is stored: what fails is sent again, and would be counted again.
    const droppedSpans = resourceSpans.reduce((sum, { resource }) => sum + droppedSpansOf(resource), 0);
    if (droppedSpans > 0) {
      await append([
        { workspaceId: request.workspaceId, experimentId: DEFAULT_EXPERIMENT_ID, groups: [], droppedSpans },
      ]);
    }
    return tally.result();
  } finally {
    release(body);
  }
}

function release(body: Uint8Array): void {
  if (isLarge(body.buffer)) releaseBytes(body);
}
