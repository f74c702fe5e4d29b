import type { Pricer } from '@tracewright/pricing';
import type { ApiError } from '../errors.ts';
import type { SliceLimits } from '../otlp/split-trace-request.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { IngestRequest, IngestResult, ResolveExperiment } from './ingest.ts';
import { prepareBatches } from './prepare-batches.ts';
import { prepareFailure, storeFailure } from './write-failure.ts';
import { needsSlices, writeInSlices } from './write-in-slices.ts';

/** How much goes into one commit at most, though always one request: it is held decoded until it is stored. */
export interface CommitLimits {
  /** Of bodies. */
  readonly bytes: number;
  /** Small ones take far more than their bytes. */
  readonly spans: number;
  /** Of one request that is stored in slices; default: what takes least memory. */
  readonly slice?: SliceLimits;
}

/** A commit to a file costs little: what waits longer only takes memory. */
export const FILE_LIMITS: CommitLimits = { bytes: 8 * 1024 * 1024, spans: 10_000 };
/** An insert on a server costs as much as some thousand spans in it, and what is inserted in small parts is merged. */
export const SERVER_LIMITS: CommitLimits = {
  bytes: 32 * 1024 * 1024,
  spans: 25_000,
  slice: { bytes: 4 * 1024 * 1024, spans: 8_192 },
};

/** Where spans are written. */
export interface WrittenStore extends Pick<SpanStore, 'append'> {
  /**
   * Appends parts in one commit, each asked for when the one before it is written, so that no two have to be in memory. Left
   * out where a store cannot: then each is appended by itself.
   */
  appendTogether?(parts: Iterable<readonly SpanBatch[]>): Promise<void>;
}

/** What writing takes. */
export interface WriteDeps {
  readonly store: WrittenStore;
  readonly pricer: Pricer;
  readonly resolveExperiment: ResolveExperiment;
  /** Hides what is not to be stored. @throws ApiError `MALFORMED_REQUEST` if the request cannot be read. */
  readonly redact?: (request: IngestRequest) => IngestRequest;
  /** Default: those of a file. */
  readonly limits?: CommitLimits;
  /** Called when so many bytes of bodies have been committed and nothing of them is needed any more. */
  readonly onCommitted?: (bodyBytes: number) => void;
  /** Whether the collector closes: what takes long is given up, and sent again. */
  readonly isClosing?: () => boolean;
}

export type Outcome =
  | { readonly result: IngestResult; readonly error?: undefined }
  | { readonly error: ApiError; readonly result?: undefined };

interface Ready {
  readonly index: number;
  readonly result: IngestResult;
  readonly batches: readonly SpanBatch[];
}

/**
 * Stores requests in one commit, or in several where they hold very many spans or bytes. One that cannot be read fails
 * alone; and if the store refuses the commit, each is tried by itself, so that a request which the store chokes on takes
 * no other down.
 *
 * @returns the outcomes in the order of the requests.
 */
export async function writeRequests(requests: readonly IngestRequest[], deps: WriteDeps): Promise<readonly Outcome[]> {
  const outcomes = new Array<Outcome>(requests.length);
  const resolve = onceForEachName(deps.resolveExperiment);
  let ready: Ready[] = [];
  let spans = 0;
  const commitReady = async (): Promise<void> => {
    for (const { index, outcome } of await commit(ready, deps.store)) outcomes[index] = outcome;
    ready = [];
    spans = 0;
  };
  for (const [index, given] of requests.entries()) {
    try {
      const request = deps.redact?.(given) ?? given;
      if (needsSlices(request)) {
        await commitReady();
        outcomes[index] = { result: await writeInSlices(request, { ...deps, resolveExperiment: resolve }) };
        continue;
      }
      const prepared = await prepareBatches(request, deps.pricer, resolve);
      ready.push({ index, ...prepared });
      spans += prepared.result.accepted;
    } catch (error) {
      outcomes[index] = { error: prepareFailure(error) };
    }
    if (spans >= (deps.limits ?? FILE_LIMITS).spans) await commitReady();
  }
  await commitReady();
  return outcomes;
}

async function commit(
  ready: readonly Ready[],
  store: WriteDeps['store'],
): Promise<readonly { index: number; outcome: Outcome }[]> {
  const batches = ready.flatMap((request) => request.batches);
  try {
    if (batches.length > 0) await store.append(batches);
    return ready.map(({ index, result }) => ({ index, outcome: { result } }));
  } catch (cause) {
    if (ready.length > 1) return (await Promise.all(ready.map((request) => commit([request], store)))).flat();
    const error = storeFailure(cause);
    return ready.map(({ index }) => ({ index, outcome: { error } }));
  }
}

function onceForEachName(resolveExperiment: ResolveExperiment): ResolveExperiment {
  const asked = new Map<string, Promise<string>>();
  return (name, workspaceId) => {
    const key = JSON.stringify([workspaceId, name]);
    const id = asked.get(key) ?? resolveExperiment(name, workspaceId);
    asked.set(key, id);
    return id;
  };
}
