import { setImmediate } from 'node:timers/promises';
import type { IngestRequest, IngestResult } from './ingest.ts';
import { isGivenUp } from './write-failure.ts';
import { FILE_LIMITS, type WriteDeps, writeRequests } from './write-requests.ts';

interface Waiting {
  readonly request: IngestRequest;
  readonly resolve: (result: IngestResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Gathers requests into commits: while one commit runs, the requests for the next one queue up, so the cost of making
 * things durable is shared by as many as are waiting, and by none if only one is.
 */
export class GroupCommit {
  readonly #deps: WriteDeps;
  readonly #report: (error: Error) => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  /** @param report Told of failures whose reason the sender is not told. */
  constructor(deps: WriteDeps, report: (error: Error) => void) {
    this.#deps = deps;
    this.#report = report;
  }

  /** Resolves after the durable commit. @throws ApiError, see `Ingest.submit`. */
  submit(request: IngestRequest): Promise<IngestResult> {
    const { promise, resolve, reject } = Promise.withResolvers<IngestResult>();
    this.#waiting.push({ request, resolve, reject });
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves once nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop lets in whatever has arrived by now; so does the one after each commit.
    await setImmediate();
    while (this.#waiting.length > 0) {
      const group = this.#take();
      const bodyBytes = group.reduce((sum, { request }) => sum + request.body.byteLength, 0);
      await this.#commit(group);
      this.#deps.onCommitted?.(bodyBytes);
      await setImmediate();
    }
    this.#running = undefined;
  }

  #take(): readonly Waiting[] {
    const most = (this.#deps.limits ?? FILE_LIMITS).bytes;
    let count = 0;
    let bytes = 0;
    for (const { request } of this.#waiting) {
      bytes += request.body.byteLength;
      if (count > 0 && bytes > most) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const requests = group.map(({ request }) => request);
    const outcomes = await writeRequests(requests, this.#deps);
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[index]!;
      if (outcome.result !== undefined) resolve(outcome.result);
      else {
        if (outcome.error.status >= 500 && !isGivenUp(outcome.error)) this.#report(outcome.error);
        reject(outcome.error);
      }
    }
  }
}
