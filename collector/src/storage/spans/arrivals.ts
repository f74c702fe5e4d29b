import { replaces } from './record-rule.ts';
import type { SpanBatch, SpanRecord } from './span-record.ts';

/** Where a span came from: OTLP `Resource` and `InstrumentationScope` bytes. Equal origins are one object. */
export interface Origin {
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
}

/** New spans of one trace. */
export interface ArrivedTrace {
  readonly traceId: string;
  readonly spans: readonly SpanRecord[];
  /** One per span. */
  readonly origins: readonly Origin[];
}

/** Up to this many spans, comparing ids one by one is faster than an index. */
const MAX_SCANNED = 16;

/** A root says to which experiment its trace belongs; the first one that the store takes is heard. */
export interface RootClaim {
  readonly root: SpanRecord;
  readonly experimentId: string;
}

/** What an append brings for one trace: each span id once, by the rule of the store. */
export class Arrival implements ArrivedTrace {
  readonly traceId: string;
  /** Of the first batch: it holds as long as no root has come. */
  readonly firstExperimentId: string;
  /** In the order of arrival. */
  readonly claims: RootClaim[] = [];
  spans: SpanRecord[] = [];
  origins: Origin[] = [];
  /** Spans that came once more. */
  copies = 0;
  #index: Map<string, number> | undefined;
  /** How many records of a span that still ran came before its end; of the few spans that have any. */
  #begun: Map<string, number> | undefined;

  constructor(traceId: string, firstExperimentId: string) {
    this.traceId = traceId;
    this.firstExperimentId = firstExperimentId;
  }

  add(span: SpanRecord, origin: Origin, experimentId: string): void {
    const at = this.#find(span.spanId);
    const known = at === -1 ? undefined : this.spans[at]!;
    if (span.isPending && known?.isPending !== false) this.#noteBegun(span.spanId);
    if (known === undefined) {
      this.#index?.set(span.spanId, this.spans.length);
      this.spans.push(span);
      this.origins.push(origin);
    } else if (replaces(span, known)) {
      this.spans[at] = span;
      this.origins[at] = origin;
    } else {
      if (span.isPending === known.isPending) this.copies++;
      return;
    }
    if (span.parentSpanId === '') this.claims.push({ root: span, experimentId });
  }

  /**
   * Counts copies of what is stored already, as if the records had come one by one: a record is a copy where one as far
   * along is known, and none where it tells the end of a span that ran, or its beginning after the end. To be called for
   * each span that is stored.
   */
  meets(span: SpanRecord, stored: Pick<SpanRecord, 'isPending'>): void {
    const begun = this.#begun?.get(span.spanId) ?? 0;
    if (stored.isPending) this.copies += begun > 0 ? 1 : 0;
    // Among themselves all beginnings but the first were counted, which say nothing new behind an end.
    else this.copies += (span.isPending ? 0 : 1) - Math.max(begun - 1, 0);
  }

  /** Leaves out what the store does not take. */
  keep(isWanted: (span: SpanRecord) => boolean): void {
    const wanted = this.spans.map(isWanted);
    this.spans = this.spans.filter((_, index) => wanted[index]);
    this.origins = this.origins.filter((_, index) => wanted[index]);
    this.#index = undefined;
  }

  #noteBegun(spanId: string): void {
    this.#begun ??= new Map();
    this.#begun.set(spanId, (this.#begun.get(spanId) ?? 0) + 1);
  }

  #find(spanId: string): number {
    if (this.spans.length <= MAX_SCANNED) {
      for (let index = 0; index < this.spans.length; index++) if (this.spans[index]!.spanId === spanId) return index;
      return -1;
    }
    this.#index ??= new Map(this.spans.map((span, index) => [span.spanId, index]));
    return this.#index.get(spanId) ?? -1;
  }
}

/** Sorts an append by workspace and trace, in the order of arrival. */
export function gather(batches: readonly SpanBatch[]): ReadonlyMap<string, ReadonlyMap<string, Arrival>> {
  const workspaces = new Map<string, Map<string, Arrival>>();
  const origins = new Map<string, Origin>();
  for (const { workspaceId, experimentId, groups } of batches) {
    let traces = workspaces.get(workspaceId);
    for (const { resource, scope, spans } of groups) {
      if (spans.length === 0) continue;
      if (traces === undefined) {
        traces = new Map();
        workspaces.set(workspaceId, traces);
      }
      const origin = shared(origins, resource, scope);
      let arrival: Arrival | undefined;
      for (const span of spans) {
        // Spans of a trace mostly come one behind the other.
        if (arrival?.traceId !== span.traceId) {
          arrival = traces.get(span.traceId);
          if (arrival === undefined) {
            arrival = new Arrival(span.traceId, experimentId);
            traces.set(span.traceId, arrival);
          }
        }
        arrival.add(span, origin, experimentId);
      }
    }
  }
  return workspaces;
}

/** One object for equal bytes: many requests of a commit come from the same process. */
function shared(origins: Map<string, Origin>, resource: Uint8Array, scope: Uint8Array): Origin {
  const key = `${resource.length}:${text(resource)}${text(scope)}`;
  const known = origins.get(key);
  if (known !== undefined) return known;
  const origin = { resource, scope };
  origins.set(key, origin);
  return origin;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
