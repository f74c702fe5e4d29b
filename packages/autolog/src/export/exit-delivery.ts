import { quietly, report } from '@tracewright/instrumentation-core';
import type { SpanPricing } from '../cost/span-pricing.ts';
import type { FeedbackRequest } from '../feedback/feedback-outbox.ts';
import { type ExportSettings, printableUrl } from '../settings.ts';
import { deliverBlocking, NO_ANSWER, NOT_REACHED, type Parcel } from './blocking-delivery.ts';
import type { ExportLane } from './export-lane.ts';
import type { SpanBatch } from './span-queue.ts';

/** How long the end of the process may be held up in all, ms. */
const BUDGET_MS = 2_000;
/** The part of it in which requests are made ready; in the rest they are sent. */
const MAKING_SHARE = 0.75;
/** Less is not enough to start the worker. */
const MIN_BUDGET_MS = 50;

/** A batch on its way to one receiver. */
interface LastBatch {
  readonly lane: ExportLane;
  readonly batch: SpanBatch;
  /** Undefined where it could not be made, or there was no time left for it. */
  readonly parcel: Parcel | undefined;
}

type ReadyBatch = LastBatch & { readonly parcel: Parcel };

/** Delivers what is pending when the process ends, blocking. */
export class ExitDelivery {
  readonly #lanes: readonly ExportLane[];
  readonly #collector: ExportSettings;
  readonly #pricing: SpanPricing;
  readonly #send: typeof deliverBlocking;
  /** Shared by a signal and the exit that follows it. */
  #budgetMs = BUDGET_MS;

  /** @param collector takes the feedback */
  constructor(
    lanes: readonly ExportLane[],
    collector: ExportSettings,
    pricing: SpanPricing,
    send: typeof deliverBlocking = deliverBlocking,
  ) {
    this.#lanes = lanes;
    this.#collector = collector;
    this.#pricing = pricing;
    this.#send = send;
  }

  /**
   * Sends all pending spans from a worker and waits for it; feedback follows the spans that go to the same receiver. What
   * did not arrive is queued again. Never throws.
   */
  deliver(feedback: readonly FeedbackRequest[]): void {
    const startMs = performance.now();
    try {
      this.#deliver(feedback, startMs);
    } catch (error) {
      report('error', 'tracewright: the last spans could not be delivered', error);
    }
    this.#budgetMs -= performance.now() - startMs;
  }

  #deliver(feedback: readonly FeedbackRequest[], startMs: number): void {
    if (this.#budgetMs < MIN_BUDGET_MS) return;
    const makeUntilMs = startMs + this.#budgetMs * MAKING_SHARE;
    const batches = this.#lanes.flatMap((lane) => this.#takeAll(lane, makeUntilMs));
    const judgements = feedback.map((request) => this.#feedbackParcel(request));
    if (batches.length + judgements.length === 0) return;
    const ready = batches.filter((one): one is ReadyBatch => one.parcel !== undefined);
    const parcels = [...ready.map(({ parcel }) => parcel), ...judgements];
    const answers = this.#send(parcels, this.#budgetMs - (performance.now() - startMs));
    const statuses = new Map<LastBatch, number>(ready.map((one, index) => [one, answers[index] ?? NO_ANSWER]));
    const lost = batches.filter((one) => !isTaken(statuses.get(one)));
    if (lost.length === 0) {
      this.#budgetMs = BUDGET_MS;
      return;
    }
    for (const lane of this.#lanes) {
      const ofLane = lost.filter((one) => one.lane === lane);
      const [first] = ofLane;
      if (first === undefined) continue;
      const count = ofLane.reduce((sum, { batch }) => sum + batch.spans.length, 0);
      lane.processor.sayLost(count, reasonOf(statuses.get(first), printableUrl(lane.settings.url)));
      lane.processor.putBack(ofLane.map(({ batch }) => batch));
    }
  }

  #takeAll(lane: ExportLane, makeUntilMs: number): LastBatch[] {
    const taken: LastBatch[] = [];
    const batches = lane.processor.takeAll();
    if (batches.length > 0) this.#pricing.loadBlocking();
    const { url, headers, compression } = lane.settings;
    for (const batch of batches) {
      if (performance.now() >= makeUntilMs) {
        taken.push({ lane, batch, parcel: undefined });
        continue;
      }
      const body = quietly('making a request', () => lane.encoder.request(batch));
      if (body === undefined) {
        taken.push({ lane, batch, parcel: undefined });
        continue;
      }
      const gzip = compression === 'gzip';
      const typed = {
        ...headers,
        'content-type': lane.encoder.contentType,
        ...(gzip && { 'content-encoding': 'gzip' }),
      };
      taken.push({ lane, batch, parcel: { url, headers: typed, gzip, body, after: undefined } });
    }
    return taken;
  }

  #feedbackParcel({ url, json }: FeedbackRequest): Parcel {
    const headers = { ...this.#collector.headers, 'content-type': 'application/json' };
    return { url, headers, gzip: false, body: Buffer.from(json), after: this.#collector.url };
  }
}

function isTaken(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** @param status undefined: it was not sent */
function reasonOf(status: number | undefined, url: string): string {
  if (status === undefined) return 'there was no time to make them ready';
  if (status === NOT_REACHED) return `nothing could be reached at ${url}`;
  return status === NO_ANSWER ? `${url} did not answer in time` : `${url} answered ${status}`;
}
