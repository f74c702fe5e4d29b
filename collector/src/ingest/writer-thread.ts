import { Worker } from 'node:worker_threads';
import { ApiError } from '../errors.ts';
import { packThreadError, unpackThreadError } from '../storage/thread-error.ts';
import { THREAD_LIMITS } from '../storage/thread-limits.ts';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { isLarge } from './body-buffers.ts';
import type { IngestRequest, IngestResult, ResolveExperiment } from './ingest.ts';
import type { FromWriter, ToWriter, WriterSettings } from './writer-protocol.ts';

export interface WriterThreadOptions {
  /** Module that the thread runs. */
  readonly entry: URL;
  readonly settings: WriterSettings;
  readonly resolveExperiment: ResolveExperiment;
  /** Told of failures whose reason the sender is not told. */
  readonly report: (error: Error) => void;
  /** Called if the thread ends otherwise than by `close`. Everything pending has been rejected by then. */
  readonly onCrash: (error: Error) => void;
}

/** The main thread's side of one writer thread, from its start to its end. */
export class WriterThread {
  /** Resolves once the store is open. @throws StoreError if it cannot be opened. */
  readonly ready: Promise<void>;
  readonly #options: WriterThreadOptions;
  readonly #worker: Worker;
  readonly #pending = new Map<number, PromiseWithResolvers<IngestResult>>();
  readonly #contents = new Map<number, PromiseWithResolvers<Uint8Array>>();
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #lastId = 0;
  #crash: Error | undefined;
  #isClosing = false;
  #hasEnded = false;

  constructor(options: WriterThreadOptions) {
    this.#options = options;
    this.ready = this.#opened.promise;
    this.#worker = new Worker(options.entry, {
      workerData: options.settings,
      name: 'tracewright writer',
      resourceLimits: THREAD_LIMITS,
    });
    this.#worker.on('message', (message: FromWriter) => this.#receive(message));
    this.#worker.on('messageerror', (error) => this.#options.report(error));
    this.#worker.on('error', (error) => {
      this.#crash = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on('exit', (code) => this.#end(code));
  }

  /** @throws ApiError, see `Ingest.submit`. */
  submit(request: IngestRequest): Promise<IngestResult> {
    if (this.#hasEnded) return Promise.reject(stopped());
    const answer = Promise.withResolvers<IngestResult>();
    const id = ++this.#lastId;
    this.#pending.set(id, answer);
    const body = sendable(request.body);
    const transfer = body.buffer instanceof ArrayBuffer ? [body.buffer] : [];
    this.#send({ type: 'submit', id, request: { ...request, body } }, transfer);
    return answer.promise;
  }

  /** Hides by these rules whatever is submitted from now on. */
  useRules(rules: readonly WorkspaceRules[]): void {
    if (!this.#hasEnded) this.#send({ type: 'redaction', rules });
  }

  /** A content with everything hidden that rules hide. @throws ApiError `TEMPORARILY_UNAVAILABLE` if the thread ends. */
  redact(workspaceId: string, content: Uint8Array): Promise<Uint8Array> {
    if (this.#hasEnded) return Promise.reject(stopped());
    const answer = Promise.withResolvers<Uint8Array>();
    const id = ++this.#lastId;
    this.#contents.set(id, answer);
    this.#send({ type: 'redact', id, workspaceId, content });
    return answer.promise;
  }

  /** Commits what is pending and ends the thread. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (!this.#hasEnded) this.#send({ type: 'close' });
    await this.#ended.promise;
  }

  #send(message: ToWriter, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWriter): void {
    switch (message.type) {
      case 'ready':
        this.#opened.resolve();
        break;
      case 'notReady':
        this.#crash = unpackThreadError(message.error);
        this.#opened.reject(this.#crash);
        break;
      case 'stored':
        this.#take(message.id)?.resolve(message.result);
        break;
      case 'failed':
        this.#take(message.id)?.reject(unpackThreadError(message.error));
        break;
      case 'redacted':
        this.#takeContent(message.id)?.resolve(message.content);
        break;
      case 'notRedacted':
        this.#takeContent(message.id)?.reject(unpackThreadError(message.error));
        break;
      case 'resolveExperiment':
        this.#resolveExperiment(message.id, message.name, message.workspaceId);
        break;
      case 'report':
        this.#options.report(unpackThreadError(message.error));
        break;
      case 'closed':
        break;
    }
  }

  #resolveExperiment(id: number, name: string, workspaceId: string): void {
    this.#options.resolveExperiment(name, workspaceId).then(
      (experimentId) => this.#send({ type: 'experiment', id, experimentId }),
      (error: unknown) => this.#send({ type: 'noExperiment', id, error: packThreadError(error) }),
    );
  }

  #take(id: number): PromiseWithResolvers<IngestResult> | undefined {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    return answer;
  }

  #takeContent(id: number): PromiseWithResolvers<Uint8Array> | undefined {
    const answer = this.#contents.get(id);
    this.#contents.delete(id);
    return answer;
  }

  #end(exitCode: number): void {
    this.#hasEnded = true;
    const crash = this.#crash ?? new Error(`the writer thread ended with code ${exitCode}`);
    // They may have been committed all the same; sent again they are recognised by their ids and stored once. One that
    // was alone is what the writer died of: sent again it would stop the next one too.
    const reason = this.#pending.size === 1 && !this.#isClosing ? undoing(crash) : stopped(crash);
    for (const answer of this.#pending.values()) answer.reject(reason);
    this.#pending.clear();
    for (const answer of this.#contents.values()) answer.reject(stopped(crash));
    this.#contents.clear();
    this.#opened.reject(crash);
    this.#ended.resolve();
    if (!this.#isClosing) this.#options.onCrash(crash);
  }
}

function stopped(cause?: Error): ApiError {
  return new ApiError('TEMPORARILY_UNAVAILABLE', 'the writer has stopped; send the request again', { cause });
}

/** Not among the errors that senders answer by sending again. */
function undoing(cause: Error): ApiError {
  return new ApiError('INTERNAL_ERROR', 'the writer stopped at this request; do not send it again', { cause });
}

/** Bytes that the other thread may have: shared ones, or alone in their buffer, so that it can be given away. */
function sendable(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytes;
  if (buffer instanceof SharedArrayBuffer) return bytes;
  if (buffer.byteLength === byteLength || isLarge(buffer)) return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(bytes);
}
