import { type Connection, isTracewrightError } from '@tracewright/client';
import { type EvaluationRow, ROUTING_HEADER } from '@tracewright/schema';
import { ownSpanRequest } from './own-span-request.ts';
import type { OwnRowSpan } from './row-span.ts';

/** A row that is done, as it is sent. */
export interface SentRow {
  readonly row: EvaluationRow;
  /** Undefined where somebody else has recorded it. */
  readonly span: OwnRowSpan | undefined;
}

interface WaitingRow {
  readonly json: string;
  readonly span: OwnRowSpan | undefined;
}

export interface OutboxRun {
  readonly id: string;
  readonly experimentId: string;
}

const MAX_ROWS = 500;
/** UTF-16 units of JSON; a larger row goes alone. */
const MAX_UNITS = 2 * 1_024 * 1_024;
/** What waits is sent after this long at the latest: a page that is open shows rows as they come. */
const DELAY_MS = 500;

/**
 * Sends the rows of a run as they are done, many at a time. Two loads are under way at once: while the server stores the
 * rows of one, it takes the traces of the next.
 */
export class RowOutbox {
  readonly #connection: Connection;
  readonly #run: OutboxRun;
  #waiting: WaitingRow[] = [];
  #units = 0;
  /** The loads that were sent last: the older one makes room for the next. */
  #older: Promise<void> = Promise.resolve();
  #newer: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  readonly #failures: Error[] = [];

  constructor(connection: Connection, run: OutboxRun) {
    this.#connection = connection;
    this.#run = run;
  }

  /** Takes a row; resolves when there is room for the next. */
  async add({ row, span }: SentRow): Promise<void> {
    const json = JSON.stringify(row);
    if (this.#units + json.length > MAX_UNITS) this.#send();
    this.#waiting.push({ json, span });
    this.#units += json.length;
    if (this.#waiting.length >= MAX_ROWS || this.#units > MAX_UNITS) {
      // A server that is slower than the task holds it up: what is done must not pile up.
      const before = this.#older;
      this.#send();
      await before;
    } else this.#timer ??= setTimeout(() => this.#send(), DELAY_MS).unref();
  }

  /** Resolves once all rows have been sent. @returns why some were not taken */
  async flush(): Promise<readonly Error[]> {
    this.#send();
    await Promise.all([this.#older, this.#newer]);
    return this.#failures;
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#units = 0;
    const room = this.#older;
    this.#older = this.#newer;
    this.#newer = room.then(() => this.#deliver(batch)).catch((error: Error) => void this.#failures.push(error));
  }

  /** Finds what the server refuses, so that everything else arrives. @throws what is about all of them */
  async #deliver(batch: readonly WaitingRow[]): Promise<void> {
    try {
      await this.#post(batch);
    } catch (error) {
      if (!isTracewrightError(error, ...ABOUT_A_ROW)) throw error;
      if (batch.length === 1) {
        this.#failures.push(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.#deliver(batch.slice(0, middle));
      await this.#deliver(batch.slice(middle));
    }
  }

  async #post(batch: readonly WaitingRow[]): Promise<void> {
    const spans = batch.flatMap(({ span }) => span ?? []);
    if (spans.length > 0) {
      // Twice is as once: a span is known by its id.
      const response = await this.#connection.send({
        method: 'POST',
        path: '/v1/traces',
        json: ownSpanRequest(spans),
        headers: { [ROUTING_HEADER.mlflowExperimentId]: this.#run.experimentId },
        isRepeatable: true,
      });
      await response.body?.cancel();
    }
    const response = await this.#connection.send({
      method: 'POST',
      path: `/api/v1/evaluations/${this.#run.id}/rows`,
      // As it was written when it was measured.
      body: () => `{"rows":[${batch.map(({ json }) => json).join()}]}`,
      headers: { 'content-type': 'application/json' },
      isRepeatable: true,
    });
    await response.body?.cancel();
  }
}

const ABOUT_A_ROW = ['INVALID_PARAMETER_VALUE', 'BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'MALFORMED_REQUEST'] as const;
