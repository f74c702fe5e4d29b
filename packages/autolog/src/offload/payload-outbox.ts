import { report, type WholeContent } from '@tracewright/instrumentation-core';
import { withDeadline } from '../with-deadline.ts';

/** Contents that wait at most, bytes; beyond it further ones are left out. */
const MAX_WAITING_BYTES = 64 * 1_024 * 1_024;
const MAX_TRIES = 4;
const FIRST_RETRY_MS = 1_000;
/** For one content, ms. */
const TIMEOUT_MS = 10_000;

/** Where contents go. */
export interface PayloadTarget {
  /** Base address of the collector. */
  readonly collectorUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly url: string;
  readonly bytes: Buffer;
  tries: number;
}

/** Sends to the collector, one after the other, what was too large for a span. Never throws. */
export class PayloadOutbox {
  readonly #target: PayloadTarget;
  readonly #maxWaitingBytes: number;
  readonly #createHash: typeof import('node:crypto').createHash;
  /** By address: the same content of the same trace is sent once. */
  readonly #waiting = new Map<string, Waiting>();
  #waitingBytes = 0;
  #sending: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #hasToldOfLoss = false;

  constructor(target: PayloadTarget, maxWaitingBytes: number = MAX_WAITING_BYTES) {
    this.#target = target;
    this.#maxWaitingBytes = maxWaitingBytes;
    // Only who asks for this pays for loading it.
    this.#createHash = process.getBuiltinModule('node:crypto').createHash;
  }

  /** Takes a content. @returns where it will be found; undefined if there is no room for it. */
  keep({ traceId, json }: WholeContent): string | undefined {
    const bytes = Buffer.from(json);
    if (this.#waitingBytes + bytes.byteLength > this.#maxWaitingBytes) {
      this.#tellOfLoss('too many are waiting');
      return undefined;
    }
    const sha256 = this.#createHash('sha256').update(bytes).digest('hex');
    const url = `${this.#target.collectorUrl}/api/v1/blobs/${sha256}?trace=${traceId}`;
    if (!this.#waiting.has(url)) {
      this.#waiting.set(url, { url, bytes, tries: 0 });
      this.#waitingBytes += bytes.byteLength;
      // Not on the call path.
      this.#sendAfter(0);
    }
    return `tracewright:blob:${sha256}`;
  }

  /**
   * Tries everything that waits, once.
   *
   * @param timeoutMs longest wait; default: none
   */
  async flush(timeoutMs?: number): Promise<void> {
    // While the app waits for it, and no longer, it must not end for want of anything else to do.
    const hold = setInterval(() => {}, 60_000);
    try {
      await withDeadline(this.#send(), timeoutMs);
    } finally {
      clearInterval(hold);
    }
  }

  /** Gives up what still waits. */
  close(): void {
    clearTimeout(this.#retry);
    if (this.#waiting.size > 0) this.#tellOfLoss(`${this.#waiting.size} were still waiting`);
    this.#waiting.clear();
    this.#waitingBytes = 0;
  }

  #send(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    // What is added meanwhile is reached, too.
    for (const waiting of this.#waiting.values()) {
      // Where one is not answered, the others would only wait, too.
      if (!(await this.#try(waiting))) break;
    }
    if (this.#waiting.size === 0) return;
    const tries = Math.max(...[...this.#waiting.values()].map((waiting) => waiting.tries));
    this.#sendAfter(FIRST_RETRY_MS * 2 ** (tries - 1));
  }

  #sendAfter(delayMs: number): void {
    this.#retry ??= setTimeout(() => void this.#send(), delayMs).unref();
  }

  /** @returns whether there was an answer */
  async #try(waiting: Waiting): Promise<boolean> {
    waiting.tries++;
    try {
      const { sendRequest } = await import('../export/send-request.ts');
      const headers = { ...this.#target.headers, 'content-type': 'application/octet-stream' };
      const { url, bytes: body } = waiting;
      const { status } = await sendRequest({ method: 'PUT', url, headers, body, timeoutMs: TIMEOUT_MS });
      if (status >= 200 && status < 300) this.#forget(waiting);
      else this.#failed(waiting, status === 429 || status >= 500, `the answer was ${status}`);
      return true;
    } catch (error) {
      this.#failed(waiting, true, error);
      return false;
    }
  }

  #failed(waiting: Waiting, mayPass: boolean, reason: unknown): void {
    if (mayPass && waiting.tries < MAX_TRIES) return;
    this.#forget(waiting);
    this.#tellOfLoss(reason);
  }

  #forget({ url, bytes }: Waiting): void {
    if (this.#waiting.delete(url)) this.#waitingBytes -= bytes.byteLength;
  }

  /** Once: where one is lost, mostly all are. */
  #tellOfLoss(reason: unknown): void {
    if (this.#hasToldOfLoss) return;
    this.#hasToldOfLoss = true;
    report('warn', 'tracewright: contents that were too large for their spans could not be kept', reason);
  }
}
