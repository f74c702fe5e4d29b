import type { HrTime } from '@opentelemetry/api';
import { errorType, type StreamEnd, timeAt } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';
import { AnswerReaders } from './answer-readers.ts';
import type { Answer, AnswerFailure, Api } from './api.ts';
import { Attempts } from './attempts.ts';
import { underCall } from './current-call.ts';
import type { CallEstimate } from './estimate/call-estimate.ts';
import { asName } from './json-reading.ts';
import type { Lease } from './lease.ts';
import type { OpenCalls } from './open-calls.ts';
import type { Endpoint } from './provider.ts';
import type { Recording } from './recording.ts';
import { failedRequestId, responseFacts } from './response-facts.ts';
import type { StreamProgress } from './stream-progress.ts';
import { writeAnswer } from './write-answer.ts';

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
  readonly estimate: CallEstimate | undefined;
  /** The stream's usage is to be asked for, and hidden from the app. */
  readonly asksForUsage: boolean;
}

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
  #estimate: CallEstimate | undefined;
  #serverHeader: string | undefined;
  #request: 'none' | 'running' | 'done' = 'none';
  #failure: AnswerFailure | undefined;
  #progress: StreamProgress | undefined;
  /** `performance.now()` when the headers of the answer came. */
  #answeredMs: number | undefined;
  #isOrphaned = false;
  readonly #readers = new AnswerReaders();
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
    if (this.#request === 'running') this.#readers.hold(lease);
    else this.streams(lease);
  }

  /** The app asks for the answer's value: unless it is a stream, the call ends with it. */
  awaited(): void {
    this.#readers.awaited();
  }

  /** The answer is a stream, which may be dropped at any time. */
  streams(lease: Lease): void {
    if (!this.#isSettled) this.#readers.watch(lease);
  }

  requestStarted(): void {
    this.#request = 'running';
  }

  /** @param props what the SDK knows about a response whose headers have come */
  requestAnswered(props: unknown): void {
    this.#request = 'done';
    this.#answeredMs = performance.now();
    const { requestId, server } = responseFacts(props, this.#endpoint.isNear);
    this.#serverHeader = server;
    this.#setRequestId(requestId);
    if (!this.#isSettled) this.#readers.answered();
    if (this.#isOrphaned) this.abandon();
  }

  requestFailed(error: unknown): void {
    this.#request = 'done';
    this.#setRequestId(failedRequestId(error));
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
    this.#estimate?.note(answer);
    writeAnswer(answer, identity, recording.step, this, { endpoint: this.#endpoint, header: this.#serverHeader });
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

  /** The app has aborted a stream: if nobody reads it, nobody else will say so. */
  cancelUnread(): void {
    if (this.#progress === undefined) this.complete('cancelled');
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

  #setRequestId(id: unknown): void {
    const name = asName(id);
    if (name !== undefined) this.set({ [TRACEWRIGHT.requestId]: name });
  }

  #describeProgress(): void {
    if (this.#progress?.lastSeenMs !== undefined) this.#progress.describe(this);
  }

  #settleFailed(error: unknown, type: string | undefined, end: StreamEnd | undefined): void {
    // A step that a framework may try again on keeps its usage for the attempt that succeeds.
    const recording = this.#settle(end, this.#failure === undefined && this.#recording?.isOwn === true);
    if (recording === undefined) return;
    if (!this.#isAnswered || this.#failure !== undefined) this.#attempts?.failed(error, type);
    // A framework may try again: then it is to be told how long it waited.
    if (recording.isOwn) this.#attempts?.reportLast();
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
    this.#readers.forget(this);
    if (isBilled) this.#estimate?.settle(recording.step);
    this.#estimate = undefined;
    if (end !== undefined) recording.step.set({ [TRACEWRIGHT.streamEnd]: end });
    return recording;
  }
}
