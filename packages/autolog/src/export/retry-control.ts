import { report } from '@tracewright/instrumentation-core';

/** What one attempt of OTel's transport gives. */
interface Attempt {
  readonly status: string;
  /** What the receiver asked for, by `Retry-After`. */
  readonly retryInMillis?: number;
}

type Send = (data: Uint8Array, timeoutMs: number) => Promise<Attempt>;

/** The parts of OTel's retrying transport that we reach for; any of them may be missing in a later version. */
interface RetryingTransport {
  readonly _transport?: { send: Send };
  retry?(data: Uint8Array, timeoutMs: number, inMs: number): Promise<Attempt>;
}

/** The exporter takes it for a wait beyond its deadline, and gives up. */
const GIVE_UP: Attempt = { status: 'retryable', retryInMillis: Number.MAX_SAFE_INTEGER };

/**
 * Has a say in how OTel's exporter waits to try again. Its own timer would hold a finished app for up to 10 s, although
 * the batch is sent once more at exit; and an app that waits for `flush()` is not to wait for a collector that is down.
 */
export class RetryControl {
  /** How long the receiver last asked to be left alone, ms. */
  retryAfterMs = 0;
  readonly #waits = new Set<() => void>();
  #isClosed = false;

  take(exporter: object): void {
    const transport = (exporter as { readonly _transport?: RetryingTransport })._transport;
    const inner = transport?._transport;
    if (transport?.retry === undefined || inner === undefined) {
      report('debug', 'tracewright: the OTLP exporter retries in an unknown way; a finished app may wait for it');
      return;
    }
    const send: Send = inner.send.bind(inner);
    inner.send = async (data, timeoutMs) => {
      const attempt = await send(data, timeoutMs);
      this.retryAfterMs = attempt.status === 'retryable' ? (attempt.retryInMillis ?? 0) : 0;
      return attempt;
    };
    transport.retry = async (data, timeoutMs, inMs) =>
      (await this.#wait(inMs)) ? await inner.send(data, timeoutMs) : GIVE_UP;
  }

  /** Ends all waits: what could not be sent has failed for now. */
  giveUp(): void {
    for (const cut of this.#waits) cut();
  }

  /** The same, and nothing is tried again from here on. */
  close(): void {
    this.#isClosed = true;
    this.giveUp();
  }

  /** @returns whether to go on. */
  #wait(delayMs: number): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const done = (mayGoOn: boolean): void => {
        clearTimeout(timer);
        this.#waits.delete(cut);
        resolve(mayGoOn);
      };
      const cut = (): void => done(false);
      const timer = setTimeout(() => done(true), Math.max(0, delayMs)).unref();
      this.#waits.add(cut);
    });
  }
}
