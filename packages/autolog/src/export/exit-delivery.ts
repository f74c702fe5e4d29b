import { report } from '@tracewright/instrumentation-core';
import type { SpanPricing } from '../cost/span-pricing.ts';
import type { ExportSettings } from '../settings.ts';
import { deliverBlocking } from './blocking-delivery.ts';
import { spansToSend } from './dropped-spans.ts';
import type { ExportProcessor } from './export-processor.ts';
import type { OtlpSender } from './otlp-sender.ts';
import type { SpanBatch } from './span-queue.ts';

/** How long the end of the process may be held up in all, ms. */
const BUDGET_MS = 2_000;
/** Less is not enough to start the worker. */
const MIN_BUDGET_MS = 50;

/** Delivers what is pending when the process ends, blocking. */
export class ExitDelivery {
  readonly #processor: ExportProcessor;
  readonly #sender: OtlpSender;
  readonly #pricing: SpanPricing;
  readonly #settings: ExportSettings;
  /** Shared by a signal and the exit that follows it. */
  #budgetMs = BUDGET_MS;

  constructor(processor: ExportProcessor, sender: OtlpSender, pricing: SpanPricing, settings: ExportSettings) {
    this.#pricing = pricing;
    this.#processor = processor;
    this.#sender = sender;
    this.#settings = settings;
  }

  /** Sends all pending spans from a worker and waits for it. What did not arrive is queued again. Never throws. */
  deliver(): void {
    const startMs = performance.now();
    try {
      this.#deliver();
    } catch (error) {
      report('error', 'tracewright: the last spans could not be delivered', error);
    }
    this.#budgetMs -= performance.now() - startMs;
  }

  #deliver(): void {
    if (this.#budgetMs < MIN_BUDGET_MS) return;
    const ready: { readonly batch: SpanBatch; readonly body: Uint8Array }[] = [];
    const batches = this.#processor.takeAll();
    if (batches.length === 0) return;
    this.#pricing.loadBlocking();
    for (const batch of batches) {
      this.#pricing.priceEnded(batch.spans);
      const body = this.#sender.serialize(spansToSend(batch));
      if (body) ready.push({ batch, body });
    }
    if (ready.length === 0) return;
    const bodies = ready.map(({ body }) => body);
    const arrived = deliverBlocking(this.#settings, bodies, this.#budgetMs);
    const lost = ready.filter((_, index) => arrived[index] !== true).map(({ batch }) => batch);
    if (lost.length === 0) {
      this.#budgetMs = BUDGET_MS;
      return;
    }
    const count = lost.reduce((sum, { spans }) => sum + spans.length, 0);
    report('warn', `tracewright: ${count} spans could not be delivered before the process ended`);
    this.#processor.putBack(lost);
  }
}
