import { report } from '@tracewright/instrumentation-core';
import type { Feedback, NewFeedback } from '@tracewright/schema';
import type { JsonAnswer } from './post-json.ts';

/** Judgements that wait at most; beyond it the oldest are given up. */
const MAX_WAITING = 1_000;
/** From the first try again to the last, ms: a trace that has not arrived by then never will. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
const MAX_TRIES = 12;

/** Where judgements go. */
export interface FeedbackTarget {
  /** Base address of the collector. */
  readonly collectorUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Resolves when the spans that have ended are there: a trace is judged once it is known. */
  flushSpans(): Promise<void>;
}

/** A judgement on its way. */
export interface FeedbackRequest {
  readonly url: string;
  readonly json: string;
}

interface Waiting extends FeedbackRequest {
  tries: number;
  timer: NodeJS.Timeout | undefined;
  /** Tells whoever waits for the first try that there will be none. */
  readonly giveUp: () => void;
}

/** Sends judgements to the collector, again and again until their trace has arrived there. Never throws. */
export class FeedbackOutbox {
  readonly #target: FeedbackTarget;
  readonly #waiting = new Set<Waiting>();

  constructor(target: FeedbackTarget) {
    this.#target = target;
  }

  /** @returns what the collector has stored; undefined where it comes to be sent later, or not at all. */
  async send(traceId: string, feedback: NewFeedback): Promise<Feedback | undefined> {
    // While the app waits for the first try it must not end for want of anything else to do.
    const hold = setInterval(() => {}, 60_000);
    try {
      const url = `${this.#target.collectorUrl}/api/v1/traces/${encodeURIComponent(traceId)}/feedback`;
      const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<undefined>();
      const waiting: Waiting = {
        url,
        json: JSON.stringify(feedback),
        tries: 0,
        timer: undefined,
        giveUp: () => giveUp(undefined),
      };
      this.#waiting.add(waiting);
      this.#makeRoom();
      return await Promise.race([this.#target.flushSpans().then(() => this.#try(waiting)), givenUp]);
    } catch (error) {
      report('warn', 'tracewright: feedback could not be sent', error);
      return undefined;
    } finally {
      clearInterval(hold);
    }
  }

  /** Tries everything that waits, once. */
  async flush(): Promise<void> {
    await Promise.all([...this.#waiting].map((waiting) => this.#try(waiting)));
  }

  /** Takes everything that waits, for the delivery at exit; nobody waits for it any more. */
  takeAll(): readonly FeedbackRequest[] {
    const taken = [...this.#waiting];
    this.#waiting.clear();
    for (const { timer, giveUp } of taken) {
      clearTimeout(timer);
      giveUp();
    }
    return taken;
  }

  async #try(waiting: Waiting): Promise<Feedback | undefined> {
    clearTimeout(waiting.timer);
    waiting.tries++;
    let answer: JsonAnswer;
    try {
      const { postJson } = await import('./post-json.ts');
      answer = await postJson(waiting.url, this.#target.headers, waiting.json);
    } catch (error) {
      this.#later(waiting, error);
      return undefined;
    }
    if (answer.status >= 200 && answer.status < 300) {
      this.#waiting.delete(waiting);
      return answer.body as Feedback;
    }
    if (mayComeTrue(answer.status)) this.#later(waiting, answer);
    else this.#giveUp(waiting, answer);
    return undefined;
  }

  #later(waiting: Waiting, reason: unknown): void {
    // At the end of the process it was taken away meanwhile.
    if (!this.#waiting.has(waiting)) return;
    if (waiting.tries >= MAX_TRIES) {
      this.#giveUp(waiting, reason);
      return;
    }
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (waiting.tries - 1), LAST_RETRY_MS);
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(() => void this.#try(waiting), delayMs).unref();
  }

  #giveUp(waiting: Waiting, reason: unknown): void {
    clearTimeout(waiting.timer);
    if (this.#waiting.delete(waiting)) report('warn', `tracewright: feedback was not taken: ${waiting.url}`, reason);
  }

  #makeRoom(): void {
    const [oldest] = this.#waiting;
    if (oldest && this.#waiting.size > MAX_WAITING) this.#giveUp(oldest, 'too many are waiting');
  }
}

/** 404: the trace has not arrived yet. */
function mayComeTrue(status: number): boolean {
  return status === 404 || status === 429 || status >= 500;
}
