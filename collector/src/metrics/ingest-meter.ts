import { ApiError } from '../errors.ts';
import type { ByteHold } from '../ingest/byte-budget.ts';
import type { Ingest, IngestRequest, IngestResult } from '../ingest/ingest.ts';
import type { Metric, Sample } from './prometheus-text.ts';

/** Upper bounds of the time until a request is durable, seconds. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Counts what goes through an ingest. */
export class IngestMeter {
  readonly #budget: Ingest['budget'];
  readonly #accepted = new Map<string, number>();
  readonly #rejected = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  /** Failures of ingest, which stand in the counts before they are told on their way to an answer. */
  readonly #countedFailures = new WeakSet<object>();
  readonly #buckets = BOUNDS_S.map(() => 0);
  #seconds = 0;
  #commits = 0;
  #queuedRequests = 0;
  #queuedBytes = 0;

  private constructor(budget: Ingest['budget']) {
    this.#budget = budget;
  }

  /** The same ingest, counted. */
  static around(ingest: Ingest): { readonly ingest: Ingest; readonly meter: IngestMeter } {
    const meter = new IngestMeter(ingest.budget);
    return {
      meter,
      ingest: {
        budget: ingest.budget,
        bodies: ingest.bodies,
        submit: (request, hold) => meter.#submit(ingest, request, hold),
        close: () => ingest.close(),
      },
    };
  }

  /** Counts a request that was refused as a whole, where ingest has not done so. One failure may be that of several. */
  refused(error: unknown): void {
    if (typeof error === 'object' && error !== null && this.#countedFailures.has(error)) return;
    this.#failedBy(error);
  }

  #failedBy(error: unknown): void {
    add(this.#failed, error instanceof ApiError ? error.code : 'INTERNAL_ERROR', 1);
  }

  metrics(): readonly Metric[] {
    return [
      counter(
        'tracewright_ingest_accepted_total',
        'Spans, log records and data points taken.',
        'signal',
        this.#accepted,
      ),
      counter('tracewright_ingest_rejected_total', 'Spans refused one by one.', 'signal', this.#rejected),
      counter('tracewright_ingest_failed_requests_total', 'Requests refused as a whole.', 'code', this.#failed),
      {
        name: 'tracewright_ingest_queued_requests',
        type: 'gauge',
        help: 'Requests that have come in whole and wait to be durable.',
        samples: [{ value: this.#queuedRequests }],
      },
      {
        name: 'tracewright_ingest_queued_bytes',
        type: 'gauge',
        help: 'Bytes of these requests, inflated.',
        samples: [{ value: this.#queuedBytes }],
      },
      {
        name: 'tracewright_ingest_bytes_in_flight',
        type: 'gauge',
        help: 'Bytes of requests that have begun and are not yet durable.',
        samples: [{ value: this.#budget.heldBytes }],
      },
      {
        name: 'tracewright_ingest_commit_seconds',
        type: 'histogram',
        help: 'Time from a request being read to its being durable.',
        samples: [
          ...BOUNDS_S.map(
            (bound, index): Sample => ({
              suffix: '_bucket',
              labels: { le: String(bound) },
              value: this.#buckets[index]!,
            }),
          ),
          { suffix: '_bucket', labels: { le: '+Inf' }, value: this.#commits },
          { suffix: '_sum', value: this.#seconds },
          { suffix: '_count', value: this.#commits },
        ],
      },
    ];
  }

  async #submit(ingest: Ingest, request: IngestRequest, hold?: ByteHold): Promise<IngestResult> {
    const start = performance.now();
    // The length goes with the buffer once that is handed on to another thread.
    const { signal, body } = request;
    const bytes = body.byteLength;
    this.#queuedRequests++;
    this.#queuedBytes += bytes;
    try {
      const result = await ingest.submit(request, hold);
      this.#observe((performance.now() - start) / 1_000);
      add(this.#accepted, signal, result.accepted);
      add(this.#rejected, signal, result.rejected);
      return result;
    } catch (error) {
      this.#failedBy(error);
      if (typeof error === 'object' && error !== null) this.#countedFailures.add(error);
      throw error;
    } finally {
      this.#queuedRequests--;
      this.#queuedBytes -= bytes;
    }
  }

  #observe(seconds: number): void {
    this.#commits++;
    this.#seconds += seconds;
    for (const [index, bound] of BOUNDS_S.entries()) if (seconds <= bound) this.#buckets[index]!++;
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function counter(name: string, help: string, label: string, counts: ReadonlyMap<string, number>): Metric {
  const samples = [...counts].map(([key, value]) => ({ labels: { [label]: key }, value }));
  return { name, type: 'counter', help, samples };
}
