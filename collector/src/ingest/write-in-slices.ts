import { setImmediate } from 'node:timers/promises';
import { encodeJsonTraceRequestInPlace } from '../otlp/encode-json-trace-request.ts';
import { mapTraceRequest } from '../otlp/read-trace-request.ts';
import { type SliceLimits, splitTraceRequest } from '../otlp/split-trace-request.ts';
import { releaseBytes } from '../release-bytes.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import { isLarge } from './body-buffers.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';
import {
  batchesWith,
  DEFAULT_EXPERIMENT_ID,
  type ExperimentIds,
  resolveNames,
  unknownNames,
} from './prepare-batches.ts';
import { droppedSpansOf, type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { RequestTally } from './request-tally.ts';
import { givenUp, storeFailure } from './write-failure.ts';
import type { WriteDeps } from './write-requests.ts';

/** Larger requests are stored in slices: decoded they take several times their bytes. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
/**
 * What is made of a slice dies young, before V8 makes its heap larger: with four times as much a request of 60 MiB took
 * some 20 MiB more. The chunks that come of it are merged later.
 */
const SLICE: SliceLimits = { bytes: 1024 * 1024, spans: 2_048 };
/**
 * So much of a request shares a commit, where the store takes slices one by one within one: 60 MiB wait for the disk fifteen times,
 * not sixty. Nor does a commit take much longer than that where the machine is busy: who deletes waits for it, and the first slice of
 * the next one is read before that begins, so that they get their turn.
 */
const COMMIT_BYTES = 4 * 1024 * 1024;
const COMMIT_MS = 250;

export function needsSlices({ signal, body }: IngestRequest): boolean {
  return signal === 'traces' && body.byteLength > MAX_WHOLE_BYTES;
}

/**
 * Stores a large request slice by slice, some in a commit, once all of it has been found well-formed. Where a commit fails, or
 * the collector closes, the sender sends all of it again, and what is stored already is recognised by its ids. Its bytes
 * go back to the system as soon as nobody needs them.
 *
 * @throws ApiError as `prepareRequest`, and whatever the store and resolving an experiment throw.
 */
export async function writeInSlices(request: IngestRequest, deps: WriteDeps): Promise<IngestResult> {
  const body = request.encoding === 'json' ? encodeJsonTraceRequestInPlace(request.body) : request.body;
  if (body.buffer !== request.body.buffer) release(request.body);
  try {
    const { resourceSpans } = mapTraceRequest(body, () => undefined);
    const tally = new RequestTally();
    // Once with the last of it: what fails is sent again, and would be counted again.
    const droppedSpans = resourceSpans.reduce((sum, { resource }) => sum + droppedSpansOf(resource), 0);
    const slices = new PreparedSlices(request, body, deps, tally);
    for (let isFirst = true; slices.hasMore; isFirst = false) {
      // What has been asked for meanwhile is heard of.
      if (!isFirst) await setImmediate();
      if (deps.isClosing?.() === true) throw givenUp();
      await slices.resolve();
      await slices.append(droppedSpans);
    }
    return tally.result();
  } finally {
    release(body);
  }
}

interface ReadSlice {
  readonly prepared: PreparedRequest;
  readonly bytes: number;
}

/** Slices of a request as they are stored, each made when the one before it is, so that no two are in memory. */
class PreparedSlices {
  readonly #request: IngestRequest;
  readonly #deps: WriteDeps;
  readonly #tally: RequestTally;
  readonly #slices: Iterator<Uint8Array>;
  readonly #ids: ExperimentIds = new Map();
  /** Read, but its experiments are not known yet. */
  #next: ReadSlice | undefined;
  #hasMore = true;
  /** Of reading, which is not the store's. */
  #failure: unknown;

  constructor(request: IngestRequest, body: Uint8Array, deps: WriteDeps, tally: RequestTally) {
    this.#request = request;
    this.#deps = deps;
    this.#tally = tally;
    this.#slices = splitTraceRequest(body, deps.limits?.slice ?? SLICE);
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  /** Asks for the experiments of the slice that comes next. */
  async resolve(): Promise<void> {
    this.#next ??= this.#read();
    if (this.#next === undefined) return;
    await resolveNames(this.#request, this.#next.prepared, this.#deps.resolveExperiment, this.#ids);
  }

  /** Stores as many as share a commit, and behind the last one how many spans its sender has dropped. */
  async append(droppedSpans: number): Promise<void> {
    const { store } = this.#deps;
    const parts = this.#parts(droppedSpans);
    try {
      if (store.appendTogether !== undefined) await store.appendTogether(parts);
      else for (const batches of parts) await store.append(batches);
    } catch (error) {
      throw this.#failure ?? storeFailure(error);
    }
  }

  *#parts(droppedSpans: number): Generator<readonly SpanBatch[]> {
    const endMs = performance.now() + COMMIT_MS;
    for (let committed = 0; committed < COMMIT_BYTES && performance.now() < endMs; ) {
      this.#next ??= this.#read();
      if (this.#next === undefined) {
        const { workspaceId } = this.#request;
        this.#hasMore = false;
        if (droppedSpans > 0) yield [{ workspaceId, experimentId: DEFAULT_EXPERIMENT_ID, groups: [], droppedSpans }];
        return;
      }
      if (unknownNames(this.#request, this.#next.prepared, this.#ids).length > 0) return;
      const { bytes } = this.#next;
      // Nothing here refers to it any more when it is stored and its memory is given back.
      yield this.#taken();
      this.#deps.onCommitted?.(bytes);
      committed += bytes;
    }
  }

  #taken(): readonly SpanBatch[] {
    const { prepared } = this.#next!;
    this.#next = undefined;
    return batchesWith(this.#request, prepared, this.#ids, this.#tally);
  }

  #read(): ReadSlice | undefined {
    try {
      const { done, value: body } = this.#slices.next();
      if (done === true) return undefined;
      const part = { ...this.#request, encoding: 'protobuf', body } as const;
      const { groupsByExperiment } = prepareRequest(part, this.#deps.pricer, this.#tally);
      return { prepared: { groupsByExperiment, droppedSpans: 0 }, bytes: body.byteLength };
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}

function release(body: Uint8Array): void {
  if (isLarge(body.buffer)) releaseBytes(body);
}
