import type { HrTime } from '@opentelemetry/api';
import { errorType, reportFailure, type Step, type StreamEnd, timeAt } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { Answer, AnswerFailure, Api } from './api.ts';
import { Attempts } from './attempts.ts';
import { underCall } from './current-call.ts';
import { type CallEstimateStart, estimateUsage, isCounted } from './estimate/call-estimate.ts';
import { asName, asObject } from './json-reading.ts';
import { type Lease, unwatchLease, watchLease } from './lease.ts';
import { MESSAGES_VIEW } from './messages-view.ts';
import type { OpenCalls } from './open-calls.ts';
import { type Endpoint, providerBetrayedBy } from './provider.ts';
import type { Recording } from './recording.ts';
import { hasMethods, statusOf } from './sdk-shapes.ts';

export interface ModelCallStart {
  /** Where the call stands until it has ended. */
  readonly calls: OpenCalls;
  readonly api: Api;
  readonly recording: Recording;
  readonly endpoint: Endpoint;
  /** The client that makes the call's requests. */
  readonly client: unknown;
  readonly keepContent: boolean;
  readonly isStreaming: boolean;
  /** Undefined where usage is what servers report, or nothing. */
  readonly estimate: CallEstimateStart | undefined;
  /** The stream's usage is to be asked for, and hidden from the app. */
  readonly asksForUsage: boolean;
}

/** What has come of a stream so far. */
export interface StreamProgress {
  /** `performance.now()` when something of it last came; undefined as long as nothing has. */
  readonly lastSeenMs: number | undefined;
  /** Writes it down. Never throws. */
  describe(call: ModelCall): void;
}

const GET: readonly string[] = ['get'];

/**
 * One call of the SDK from its start to its single end. Everything here is called from inside the app's call, so
 * nothing throws, and whatever comes after the end is ignored. It holds neither the promise nor the stream that the
 * app got: the sockets' async context keeps it alive longer than both. What it wrote down it lets go of in the end.
 */
export class ModelCall {
  readonly client: unknown;
  readonly api: Api;
  readonly keepContent: boolean;
  /**
   * `performance.now()` at the start of the span: where a framework calls again after a failure, the wait for the first
   * chunk began with its first call.
   */
  readonly startMs: number;
  /** Undefined once nothing is written any more: an app may keep a promise, and with it the call, for good. */
  #recording: Recording | undefined;
  #attempts: Attempts | undefined;
  readonly #endpoint: Endpoint;
  readonly #isStreaming: boolean;
  #asksForUsage: boolean;
  #estimate: CallEstimateStart | undefined;
  /** What came last, as long as usage may have to be estimated from it. */
  #answer: Answer | undefined;
  #serverHeader: string | undefined;
  #request: 'none' | 'running' | 'done' = 'none';
  #failure: AnswerFailure | undefined;
  #progress: StreamProgress | undefined;
  /** `performance.now()` when the headers of the answer came. */
  #answeredMs: number | undefined;
  #isOrphaned = false;
  /** Held until the request is done: who reads its answer shows only then. */
  #lease: Lease | undefined;
  #isAwaited = false;
  #isWatched = false;
  #isObserved = false;
  /** A whole body has come: if the call fails yet, it is not its last request that did. */
  #isAnswered = false;
  #isSettled = false;
  /** The framework has ended the step. */
  #isStepOver = false;
  readonly #calls: OpenCalls;

  constructor(start: ModelCallStart) {
    this.api = start.api;
    this.client = start.client;
    this.startMs = start.recording.step.startMs;
    this.keepContent = start.keepContent;
    this.#attempts = new Attempts(start.recording.step, start.recording.earlier);
    this.#recording = start.recording;
    this.#endpoint = start.endpoint;
    this.#isStreaming = start.isStreaming;
    this.#estimate = start.estimate;
    this.#asksForUsage = start.asksForUsage;
    this.#calls = start.calls;
    this.#calls.add(this);
    start.recording.serve(this);
  }

  /** The requests made so far; undefined once nobody asks for them any more. */
  get attempts(): Attempts | undefined {
    return this.#attempts;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Whether the stream's usage is asked for without the app knowing, which must not see it then. */
  get asksForUsage(): boolean {
    return this.#asksForUsage;
  }

  usageRefused(): void {
    this.#asksForUsage = false;
  }

  /** Whether an answer's text is needed, be it only to count it. */
  get keepsText(): boolean {
    return this.keepContent || this.#estimate !== undefined;
  }

  /** False for the first request of a call only. */
  get hasRequest(): boolean {
    return this.#request !== 'none';
  }

  /** Runs the SDK's work so that its requests, and everybody's spans inside them, find this call. */
  run<T>(work: () => T): T {
    return this.#recording === undefined ? work() : underCall(this, this.#recording.context, work);
  }

  /** The promise that the app gets holds a lease. */
  leasedTo(lease: Lease): void {
    if (this.#request === 'running') this.#lease = lease;
    else this.#watch(lease);
  }

  /** The app asks for the answer's value: unless it is a stream, the call ends with it. */
  awaited(): void {
    this.#isAwaited = true;
  }

  /** The answer is a stream, which may be dropped at any time. */
  streams(lease: Lease): void {
    this.#watch(lease);
  }

  requestStarted(): void {
    this.#request = 'running';
  }

  /** @param props what the SDK knows about a response whose headers have come */
  requestAnswered(props: unknown): void {
    this.#request = 'done';
    this.#answeredMs = performance.now();
    try {
      this.#readHeaders(asObject(asObject(props).response).headers);
    } catch (error) {
      reportFailure('reading response headers', error);
    }
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined && !this.#isAwaited) this.#watch(lease);
    if (this.#isOrphaned) this.abandon();
  }

  requestFailed(error: unknown): void {
    this.#request = 'done';
    this.#lease = undefined;
    try {
      this.#setRequestId(asObject(error).requestID);
    } catch (reason) {
      reportFailure('reading an error', reason);
    }
    this.fail(error);
  }

  /**
   * True the first time it is asked: the body of a response is looked at once, however many promises show it. After
   * the end only what the app did not ask for is still to be hidden.
   */
  claimObservation(): boolean {
    if (this.#isObserved || (this.#isSettled && !this.#asksForUsage)) return false;
    this.#isObserved = true;
    return true;
  }

  /** A body has been parsed. The call is still open: what the SDK makes of it may fail yet. */
  answered(body: unknown): void {
    this.#isAnswered = true;
    this.describe(this.api.answer(body), body);
  }

  /** Writes an answer down. @param identity the fields of it that tell which server it came from */
  describe(answer: Answer, identity: unknown): void {
    const recording = this.#recording;
    if (this.#isSettled || recording === undefined) return;
    this.#failure = answer.failure;
    if (this.#estimate !== undefined) this.#answer = isCounted(answer) ? undefined : answer;
    try {
      const { step } = recording;
      step.set(answer.attributes);
      const { provider, isNear } = this.#endpoint;
      const betrayed = provider === 'custom' && isNear ? providerBetrayedBy(identity, this.#serverHeader) : undefined;
      if (betrayed !== undefined) step.set({ [GEN_AI.providerName]: betrayed });
      if (provider === 'openrouter' && answer.reportedCostUsd !== undefined) {
        step.set({ [GEN_AI.usageCost]: answer.reportedCostUsd, [TRACEWRIGHT.costSource]: 'provider' });
      }
      this.api.written?.(identity, step.span.spanContext());
      if (this.keepContent) show(answer, step);
    } catch (error) {
      reportFailure('describing an answer', error);
    }
  }

  /** Ends the call as its answer says that it went. */
  complete(end?: StreamEnd, time?: HrTime): void {
    const failure = this.#failure;
    if (failure !== undefined) {
      this.#settleFailed(failure.message, failure.type, end === undefined ? undefined : 'error');
    } else {
      const recording = this.#settle(end, true);
      recording?.succeed(time);
      if (recording?.isOwn === true || this.#isStepOver) this.#release();
    }
  }

  /** Ends the call with an error that the app got to see. */
  fail(error: unknown): void {
    const isAbort = errorType(error) === 'APIUserAbortError' || (error instanceof Error && error.name === 'AbortError');
    this.#settleFailed(error, undefined, this.#isStreaming ? (isAbort ? 'cancelled' : 'error') : undefined);
  }

  /** The app let go of the promise or the stream: nobody will ever read the answer. */
  abandon(): void {
    if (this.#request === 'running') {
      this.#isOrphaned = true;
      return;
    }
    // Garbage may be collected minutes later.
    const lastSeenMs = this.#progress?.lastSeenMs ?? this.#answeredMs;
    this.#describeProgress();
    this.complete(
      this.#isStreaming ? 'abandoned' : undefined,
      lastSeenMs === undefined ? undefined : timeAt(lastSeenMs),
    );
  }

  /**
   * The app asks for the first chunk: from now on the stream ends by how it is read, however slowly.
   *
   * @param progress must not hold the stream
   */
  readingBegan(progress: StreamProgress): void {
    if (!this.#isSettled) this.#progress = progress;
  }

  /** Whether a stream has been there since before, by `performance.now()`, and nobody has begun to read it. */
  isUnreadSince(beforeMs: number): boolean {
    const sinceMs = this.#answeredMs;
    return this.#isStreaming && this.#progress === undefined && sinceMs !== undefined && sinceMs <= beforeMs;
  }

  /**
   * Tracing ends, and nothing more of this call will be seen. What has come is written down.
   *
   * @param isProcessEnding then a request that is still running stays open: its process was cut off.
   */
  settleOpen(isProcessEnding: boolean): void {
    if (this.#request === 'done') this.abandon();
    else if (!isProcessEnding) this.complete(this.#isStreaming ? 'abandoned' : undefined);
  }

  /** The framework ends the step that this call is written into, while the call may still be open. */
  stepEnds(end: StreamEnd): void {
    if (end !== 'complete' && this.#request === 'done' && !this.#isSettled) {
      this.#describeProgress();
      this.complete(this.#isStreaming ? end : undefined);
    }
    this.#attempts?.reportLast();
    this.#isStepOver = true;
    if (this.#isSettled) this.#release();
  }

  set(attributes: Parameters<Recording['step']['set']>[0]): void {
    if (!this.#isSettled) this.#recording?.step.set(attributes);
  }

  #readHeaders(headers: unknown): void {
    // Not necessarily the global class: an app may bring its own fetch.
    if (!hasMethods(headers, GET)) return;
    if (this.#endpoint.isNear) this.#serverHeader = (headers as Headers).get('server') ?? undefined;
    this.#setRequestId((headers as Headers).get('x-request-id'));
  }

  #setRequestId(id: unknown): void {
    const name = asName(id);
    if (name !== undefined) this.set({ [TRACEWRIGHT.requestId]: name });
  }

  #describeProgress(): void {
    if (this.#progress?.lastSeenMs !== undefined) this.#progress.describe(this);
  }

  #watch(lease: Lease): void {
    if (this.#isWatched || this.#isSettled) return;
    this.#isWatched = true;
    watchLease(lease);
  }

  #settleFailed(error: unknown, type: string | undefined, end: StreamEnd | undefined): void {
    // A step that a framework may try again on keeps its usage for the attempt that succeeds.
    const recording = this.#settle(end, this.#failure === undefined && this.#recording?.isOwn === true);
    if (recording === undefined) return;
    try {
      if (!this.#isAnswered || this.#failure !== undefined) {
        this.#attempts?.failed(type ?? errorType(error), statusOf(error));
      }
      // A framework may try again: then it is to be told how long it waited.
      if (recording.isOwn) this.#attempts?.reportLast();
    } catch (reason) {
      reportFailure('noting a failed attempt', reason);
    }
    recording.fail(error, type);
    if (recording.isOwn || this.#isStepOver) this.#release();
  }

  /** Lets go of what was recorded. The step of a framework's run may have to be told more until it ends. */
  #release(): void {
    this.#recording = undefined;
    this.#attempts = undefined;
  }

  /** What is known is written down. @returns the recording, to be ended, the first time */
  #settle(end: StreamEnd | undefined, isBilled: boolean): Recording | undefined {
    const recording = this.#recording;
    if (this.#isSettled || recording === undefined) return undefined;
    this.#isSettled = true;
    this.#calls.delete(this);
    this.#progress = undefined;
    this.#lease = undefined;
    if (this.#isWatched) unwatchLease(this);
    const [answer, estimate] = [this.#answer, this.#estimate];
    this.#answer = undefined;
    this.#estimate = undefined;
    const { step } = recording;
    if (isBilled && answer !== undefined && estimate !== undefined) {
      try {
        estimateUsage(estimate, step, answer);
      } catch (error) {
        reportFailure('estimating usage', error);
      }
    }
    if (end !== undefined) step.set({ [TRACEWRIGHT.streamEnd]: end });
    return recording;
  }
}

function show(answer: Answer, step: Step): void {
  const messages = answer.messages();
  if (messages.length > 0) step.content(GEN_AI.outputMessages, messages, MESSAGES_VIEW);
  if (answer.content === undefined) return;
  for (const [attribute, value] of answer.content()) step.content(attribute, value);
}
