import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { quietly, report, reportFailure } from '@tracewright/instrumentation-core';
import type { SpanPricing } from '../cost/span-pricing.ts';
import { isOwnSpan } from '../otel/span/own-span.ts';
import type { ExportSettings } from '../settings.ts';
import type { OtlpSender, SendResult } from './otlp-sender.ts';
import type { SpanEncoder } from './span-encoder.ts';
import { type QueueLimits, type SpanBatch, SpanQueue } from './span-queue.ts';

/** What waits at most. Beyond it the oldest spans are dropped. */
const QUEUE: QueueLimits = { maxSpans: 16_384, maxBytes: 32 * 1024 * 1024 };
/** One request: no more than can be handed over in a moment of the app's thread. A larger span goes alone. */
const MAX_BATCH_SPANS = 512;
const MAX_BATCH_BYTES = 1024 * 1024;
/** While a request is being compressed, a processor is busy that the app may need. */
const MAX_GZIP_BATCH_BYTES = 512 * 1024;
const DELAY_MS = 1_000;
/**
 * Spans are encoded a few at a time: one alone finds neither code nor tables in the processor's caches. Few and small
 * enough that it takes no longer than a single large one.
 */
const MAX_ENDED = 32;
const MAX_ENDED_UNITS = 65_536;
/** After a failure the queue rests, longer each time, so that a dead endpoint costs the app nothing. */
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 40_000;
/** Whoever waits for the queue to be sent waits on as long as something arrives within this time. */
const PATIENCE_MS = 2_000;
const WARN_EVERY_MS = 60_000;
const NOT_MADE: SendResult = { outcome: 'refused', reason: 'no request could be made of them' };

/** Collects ended spans and sends them in the background, in order, one request at a time. Never throws. */
export class ExportProcessor implements SpanProcessor {
  readonly #sender: OtlpSender;
  readonly #encoder: SpanEncoder;
  readonly #pricing: SpanPricing;
  readonly #batch: QueueLimits;
  readonly #queue = new SpanQueue(QUEUE, (count) => this.#warnOfDrop(count));
  /** Yet to be encoded. */
  #ended: ReadableSpan[] = [];
  /** UTF-16 units of texts in them, about. */
  #endedUnits = 0;
  #inFlight: SpanBatch | undefined;
  #run: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = 0;
  #restUntilMs = 0;
  /** Since the last batch that arrived. */
  #failures = 0;
  #sentBatches = 0;
  /** Those who wait until everything has been sent. */
  #flushes = 0;
  #drops = 0;
  #saidDrops = 0;
  /** Why the last request came to nothing. */
  #reason = '';
  #hasToldUser = false;
  #warnedMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor({ compression }: ExportSettings, sender: OtlpSender, encoder: SpanEncoder, pricing: SpanPricing) {
    const maxBytes = compression === 'gzip' ? MAX_GZIP_BATCH_BYTES : MAX_BATCH_BYTES;
    this.#batch = { maxSpans: MAX_BATCH_SPANS, maxBytes };
    this.#sender = sender;
    this.#encoder = encoder;
    this.#pricing = pricing;
  }

  onStart(_span: Span, _parent: Context): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#isClosed) return;
    this.#ended.push(span);
    this.#endedUnits += isOwnSpan(span) ? span.textUnits : MAX_ENDED_UNITS;
    if (this.#ended.length >= MAX_ENDED || this.#endedUnits >= MAX_ENDED_UNITS) this.#encodeEnded();
    this.#schedule(this.#isHalfFull ? 0 : DELAY_MS);
  }

  get #isHalfFull(): boolean {
    const { maxSpans, maxBytes } = this.#batch;
    return (this.#queue.length + this.#ended.length) * 2 >= maxSpans || this.#queue.sizeBytes * 2 >= maxBytes;
  }

  /** Queues what has ended since the last time. */
  #encodeEnded(): void {
    if (this.#ended.length === 0) return;
    const ended = this.#ended;
    this.#ended = [];
    this.#endedUnits = 0;
    for (const span of ended) {
      try {
        this.#queue.push(this.#encoder.queued(span));
      } catch (error) {
        reportFailure('encoding a span', error);
        this.#reason = 'what they hold cannot be encoded';
        this.#queue.drop(1);
      }
    }
  }

  #take(): SpanBatch | undefined {
    this.#encodeEnded();
    return this.#queue.take(this.#batch);
  }

  /**
   * Resolves when every span that ended before has been sent, or when sending failed: then they stay queued. Keeps
   * the process alive meanwhile. A collector that is down is tried for two seconds; one that has been asked may take
   * its time to answer.
   *
   * @param timeoutMs after which nobody waits any more, and the process may end; default: never
   */
  async forceFlush(timeoutMs?: number): Promise<void> {
    const hold = this.#onStandstill(() => this.#sender.giveUpRetries());
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => hold.unref(), timeoutMs).unref();
    try {
      await this.#sendWaiting();
    } finally {
      clearTimeout(timer);
      clearInterval(hold);
    }
  }

  async #sendWaiting(): Promise<void> {
    this.#flushes++;
    try {
      const isRunning = this.#run !== undefined;
      await (this.#run ?? this.#start());
      // The run under way may have looked into the queue for the last time before it was filled again.
      if (isRunning && this.#queue.length + this.#ended.length > 0 && Date.now() >= this.#restUntilMs)
        await this.#start();
    } finally {
      this.#flushes--;
    }
  }

  /** Sends what is left as long as it arrives, and tells how much was lost. */
  async shutdown(): Promise<void> {
    let hold: NodeJS.Timeout | undefined;
    const standstill = new Promise<void>((resolve) => {
      hold = this.#onStandstill(resolve);
    });
    await Promise.race([this.#sendWaiting(), standstill]);
    clearInterval(hold);
    this.#sayDrops();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#sender.close();
    const lost = this.#queue.length + this.#ended.length + (this.#inFlight?.spans.length ?? 0);
    if (lost > 0) report('warn', `tracewright: ${lost} spans could not be delivered before tracing was shut down`);
  }

  /** Takes all that has not arrived for certain, the batch on its way included, for the delivery at exit. */
  takeAll(): SpanBatch[] {
    this.#sayDrops();
    const batches = this.#inFlight ? [this.#inFlight] : [];
    for (let batch = this.#take(); batch; batch = this.#take()) batches.push(batch);
    return batches;
  }

  /** Gives back what {@link takeAll} took and could not be delivered. */
  putBack(batches: readonly SpanBatch[]): void {
    for (const batch of batches.toReversed()) if (batch !== this.#inFlight) this.#queue.putBack(batch);
  }

  /** Says what the end of the process has cost, and why. */
  sayLost(count: number, why: string): void {
    this.#tell(
      `tracewright: ${count} ${count === 1 ? 'span' : 'spans'} could not be delivered before the process ended; ${why}`,
    );
  }

  /** Calls back whenever nothing has arrived for a while. The timer keeps the process alive until it is cleared. */
  #onStandstill(callback: () => void): NodeJS.Timeout {
    let sentBefore = this.#sentBatches;
    return setInterval(() => {
      if (this.#sentBatches === sentBefore) callback();
      sentBefore = this.#sentBatches;
    }, PATIENCE_MS);
  }

  #schedule(delayMs: number): void {
    const dueMs = Math.max(Date.now() + delayMs, this.#restUntilMs);
    if (this.#run || (this.#timer && this.#dueMs <= dueMs)) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#start(), Math.max(0, dueMs - Date.now())).unref();
  }

  #start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#run ??= this.#sendAll().finally(() => {
      this.#run = undefined;
      if (this.#queue.length + this.#ended.length > 0 && !this.#isClosed) this.#schedule(DELAY_MS);
    });
    return this.#run;
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#take(); batch; batch = this.#take()) {
      this.#inFlight = batch;
      if (!this.#pricing.isReady) await this.#pricing.load();
      const body = quietly('making a request', () => this.#encoder.request(batch));
      const { outcome, reason } = body === undefined ? NOT_MADE : await this.#sender.send(body, batch.spans.length);
      this.#inFlight = undefined;
      this.#reason = reason;
      if (outcome === 'sent') {
        this.#sentBatches++;
        this.#failures = 0;
        // A request costs about as much with one span as with a hundred: the next ones are waited for.
        if (this.#isClosed || (this.#flushes === 0 && !this.#isHalfFull)) return;
        continue;
      }
      if (outcome === 'refused') {
        this.#queue.drop(batch.spans.length);
        this.#queue.carry(batch.dropped);
        continue;
      }
      this.#queue.putBack(batch);
      this.#restUntilMs = Date.now() + this.#restMs();
      return;
    }
  }

  #restMs(): number {
    const restMs = Math.min(FIRST_REST_MS * 2 ** this.#failures++, LONGEST_REST_MS);
    return Math.max(restMs, Math.min(this.#sender.retryAfterMs, LONGEST_REST_MS));
  }

  #warnOfDrop(count: number): void {
    this.#drops += count;
    const nowMs = Date.now();
    if (nowMs - this.#warnedMs < WARN_EVERY_MS) return;
    this.#warnedMs = nowMs;
    this.#sayDrops();
  }

  /** How many were lost in all, where that is more than was said. */
  #sayDrops(): void {
    if (this.#drops === this.#saidDrops) return;
    this.#saidDrops = this.#drops;
    this.#tell(`tracewright: ${this.#drops} spans were dropped so far; ${this.#reason || 'the receiver is too slow'}`);
  }

  #tell(text: string): void {
    report('warn', text);
    // Few apps have a diagnostic logger, and everybody wants to know that a trace is not whole: once.
    if (!this.#hasToldUser) console.warn(text);
    this.#hasToldUser = true;
  }
}
