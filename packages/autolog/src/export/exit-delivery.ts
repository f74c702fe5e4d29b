import { report } from '@tracewright/instrumentation-core';
import type { SpanPricing } from '../cost/span-pricing.ts';
import type { FeedbackRequest } from '../feedback/feedback-outbox.ts';
import { deliverBlocking, type Parcel } from './blocking-delivery.ts';
import { spansToSend } from './dropped-spans.ts';
import type { ExportLane } from './export-lane.ts';
import type { SpanBatch } from './span-queue.ts';

/** How long the end of the process may be held up in all, ms. */
const BUDGET_MS = 2_000;
/** Less is not enough to start the worker. */
const MIN_BUDGET_MS = 50;

/** A batch on its way to one receiver. */
interface LastBatch {
  readonly lane: ExportLane;
  readonly batch: SpanBatch;
  readonly parcel: Parcel;
}

/** Delivers what is pending when the process ends, blocking. */
export class ExitDelivery {
  readonly #lanes: readonly ExportLane[];
  readonly #pricing: SpanPricing;
  /** Shared by a signal and the exit that follows it. */
  #budgetMs = BUDGET_MS;

  constructor(lanes: readonly ExportLane[], pricing: SpanPricing) {
    this.#lanes = lanes;
    this.#pricing = pricing;
  }

  /**
   * Sends all pending spans from a worker and waits for it, and then the feedback about them. What did not arrive is
   * queued again. Never throws.
   */
  deliver(feedback: readonly FeedbackRequest[]): void {
    const startMs = performance.now();
    try {
      this.#deliver(feedback);
    } catch (error) {
      report('error', 'tracewright: the last spans could not be delivered', error);
    }
    this.#budgetMs -= performance.now() - startMs;
  }

  #deliver(feedback: readonly FeedbackRequest[]): void {
    if (this.#budgetMs < MIN_BUDGET_MS) return;
    const batches = this.#lanes.flatMap((lane) => this.#takeAll(lane));
    const judgements = feedback.map((request) => this.#feedbackParcel(request));
    if (batches.length + judgements.length === 0) return;
    const parcels = [...batches.map(({ parcel }) => parcel), ...judgements];
    const arrived = deliverBlocking(parcels, this.#budgetMs);
    const lost = batches.filter((_, index) => arrived[index] !== true);
    if (lost.length === 0) {
      this.#budgetMs = BUDGET_MS;
      return;
    }
    const count = lost.reduce((sum, { batch }) => sum + batch.spans.length, 0);
    report('warn', `tracewright: ${count} spans could not be delivered before the process ended`);
    for (const lane of this.#lanes) {
      lane.processor.putBack(lost.filter((one) => one.lane === lane).map(({ batch }) => batch));
    }
  }

  #takeAll(lane: ExportLane): LastBatch[] {
    const ready: LastBatch[] = [];
    const batches = lane.processor.takeAll();
    if (batches.length > 0) this.#pricing.loadBlocking();
    const { url, headers, protocol, compression } = lane.settings;
    const contentType = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
    for (const batch of batches) {
      this.#pricing.priceEnded(batch.spans);
      const body = lane.sender.serialize(spansToSend(batch));
      if (!body) continue;
      const gzip = compression === 'gzip';
      const typed = { ...headers, 'content-type': contentType, ...(gzip && { 'content-encoding': 'gzip' }) };
      ready.push({ lane, batch, parcel: { url, headers: typed, gzip, body, isLast: false } });
    }
    return ready;
  }

  /** Goes to the first receiver. */
  #feedbackParcel({ url, json }: FeedbackRequest): Parcel {
    const headers = { ...this.#lanes[0]?.settings.headers, 'content-type': 'application/json' };
    return { url, headers, gzip: false, body: Buffer.from(json), isLast: true };
  }
}
