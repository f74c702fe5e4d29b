import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { isBusy } from '../../sqlite-file.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { TrackingTables } from '../tracking-tables.ts';

const SAVEPOINT = CompiledQuery.raw('savepoint work');
const RELEASE = CompiledQuery.raw('release work');
const ROLLBACK = CompiledQuery.raw('rollback to work');

/** Beyond this the rest waits for the next commit, so that nobody waits for too long. */
const MAX_WORKS = 1_000;
/** How long at most a commit waits for those who were served by the one before and are likely to come again, ms. */
const LINGER_MS = 1;
/** Between looks at whether another process has ended its transaction, ms: the first ones, and all that follow. */
const BUSY_RETRY_MS = [1, 1, 2, 4, 8];
/** How long a work waits for other processes, ms. */
const BUSY_MS = 10_000;

interface Work {
  /** By `performance.now()`. */
  readonly askedMs: number;
  readonly run: (transaction: TrackingQueries) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Puts what is to be written at the same time into one transaction: a commit waits for the disk, and so many requests
 * wait for it together. Each work is whole of itself: one that fails takes back what it has written. While another process
 * has the place for writing, works wait for it here, where nothing else waits with them.
 */
export class GroupCommit {
  readonly #db: Kysely<TrackingTables>;
  readonly #busyMs: number;
  #waiting: Work[] = [];
  /** Works of the last commit. */
  #lastCount = 1;
  #linger: NodeJS.Timeout | undefined;
  #isAwaited = false;
  /** How often another process had the place for writing, one time after the other. */
  #refusals = 0;
  #running: Promise<void> = Promise.resolve();

  /** @param busyMs how long a work waits for other processes at most */
  constructor(db: Kysely<TrackingTables>, busyMs: number = BUSY_MS) {
    this.#db = db;
    this.#busyMs = busyMs;
  }

  write<T>(run: (transaction: TrackingQueries) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ askedMs: performance.now(), run, resolve: (value) => resolve(value as T), reject });
      this.#await();
    });
  }

  /** Resolves when all that was asked for is written. */
  async finish(): Promise<void> {
    for (;;) {
      if (this.#waiting.length > 0) this.#start();
      const running = this.#running;
      await running;
      await new Promise((resolve) => setImmediate(resolve));
      // What was on its way may be waiting again, for another process.
      if (this.#waiting.length === 0 && this.#running === running) return;
    }
  }

  #await(): void {
    if (this.#waiting.length >= this.#lastCount) this.#start();
    else this.#linger ??= setTimeout(() => this.#start(), LINGER_MS);
  }

  #start(): void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    // After what has come in by now was read: those requests still join.
    setImmediate(() => {
      this.#running = this.#running.then(() => this.#commit());
    });
  }

  async #commit(): Promise<void> {
    const works = this.#waiting.splice(0, MAX_WORKS);
    this.#isAwaited = false;
    this.#lastCount = works.length;
    if (this.#waiting.length > 0) this.#start();
    const outcomes: Outcome[] = [];
    let hasBegun = false;
    try {
      await this.#db.transaction().execute(async (transaction) => {
        hasBegun = true;
        this.#refusals = 0;
        // One alone takes the transaction with it where it fails.
        if (works.length === 1) outcomes.push({ value: await works[0]!.run(transaction) });
        else for (const { run } of works) outcomes.push(await attempt(transaction, run));
      });
    } catch (error) {
      if (!hasBegun && isBusy(error)) return await this.#waitForOthers(works, error);
      for (const { reject } of works) reject(error);
      return;
    }
    for (const [index, { resolve, reject }] of works.entries()) {
      const outcome = outcomes[index]!;
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.value);
    }
  }

  /** Puts back what may still wait, and has it tried again a little later. */
  async #waitForOthers(works: readonly Work[], error: unknown): Promise<void> {
    const oldestMs = performance.now() - this.#busyMs;
    for (const { askedMs, reject } of works) if (askedMs < oldestMs) reject(error);
    this.#waiting.unshift(...works.filter(({ askedMs }) => askedMs >= oldestMs));
    await delay(BUSY_RETRY_MS[this.#refusals++] ?? BUSY_RETRY_MS.at(-1));
    if (this.#waiting.length > 0) this.#start();
  }
}

async function attempt(transaction: TrackingQueries, run: Work['run']): Promise<Outcome> {
  await transaction.executeQuery(SAVEPOINT);
  try {
    const value = await run(transaction);
    await transaction.executeQuery(RELEASE);
    return { value };
  } catch (error) {
    // SQLite has given up the whole transaction where the disk is full or fails.
    if (error instanceof ApiError && error.code === 'TEMPORARILY_UNAVAILABLE') throw error;
    await transaction.executeQuery(ROLLBACK);
    await transaction.executeQuery(RELEASE);
    return { error };
  }
}
