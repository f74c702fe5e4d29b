import { CompiledQuery, type Kysely } from 'kysely';
import { ApiError } from '../../../errors.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { TrackingTables } from '../tracking-tables.ts';

const SAVEPOINT = CompiledQuery.raw('savepoint work');
const RELEASE = CompiledQuery.raw('release work');
const ROLLBACK = CompiledQuery.raw('rollback to work');

/** Beyond this the rest waits for the next commit, so that nobody waits for too long. */
const MAX_WORKS = 1_000;
/** How long at most a commit waits for those who were served by the one before and are likely to come again, ms. */
const LINGER_MS = 1;

interface Work {
  readonly run: (transaction: TrackingQueries) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Puts what is to be written at the same time into one transaction: a commit waits for the disk, and so many requests
 * wait for it together. Each work is whole of itself: one that fails takes back what it has written.
 */
export class GroupCommit {
  readonly #db: Kysely<TrackingTables>;
  #waiting: Work[] = [];
  /** Works of the last commit. */
  #lastCount = 1;
  #linger: NodeJS.Timeout | undefined;
  #isAwaited = false;
  #running: Promise<void> = Promise.resolve();

  constructor(db: Kysely<TrackingTables>) {
    this.#db = db;
  }

  write<T>(run: (transaction: TrackingQueries) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: (value) => resolve(value as T), reject });
      this.#await();
    });
  }

  /** Resolves when all that was asked for is written. */
  async finish(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#start();
      await this.#running;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.#running;
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
    try {
      await this.#db.transaction().execute(async (transaction) => {
        // One alone takes the transaction with it where it fails.
        if (works.length === 1) outcomes.push({ value: await works[0]!.run(transaction) });
        else for (const { run } of works) outcomes.push(await attempt(transaction, run));
      });
    } catch (error) {
      for (const { reject } of works) reject(error);
      return;
    }
    for (const [index, { resolve, reject }] of works.entries()) {
      const outcome = outcomes[index]!;
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.value);
    }
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
