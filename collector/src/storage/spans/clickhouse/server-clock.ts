import type { ClickHouseDatabase } from './clickhouse-database.ts';

/** How long the server's clock is followed by one's own before it is asked again. */
const ASK_AGAIN_MS = 60_000;
/** A clock of this machine that goes on by so much more or less than another was put, or the machine was asleep. */
const LEAP_MS = 1_000;

/** What this machine's clocks show, ms. */
export interface LocalClocks {
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
}

const LOCAL: LocalClocks = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/** The server's clock, as those who write follow it: changes of several collectors are in one order by it. */
export class ServerClock {
  readonly #ask: () => Promise<number>;
  readonly #local: LocalClocks;
  #aheadMs = 0;
  #askedMs = Number.NEGATIVE_INFINITY;
  #wallAheadMs = 0;

  /** @param ask answers what the server's clock shows, ms since the Unix epoch */
  constructor(ask: () => Promise<number>, local: LocalClocks = LOCAL) {
    this.#ask = ask;
    this.#local = local;
  }

  /** Asks the server if that is long ago, or if a clock here has made a leap. To be called before work that takes its time from it. */
  async keepUp(): Promise<void> {
    const { monotonicMs, wallMs } = this.#local;
    const startMs = monotonicMs();
    const hasLeapt = Math.abs(wallMs() - startMs - this.#wallAheadMs) > LEAP_MS;
    if (!hasLeapt && startMs - this.#askedMs < ASK_AGAIN_MS) return;
    const serverMs = await this.#ask();
    const endMs = monotonicMs();
    // It was told somewhere between; late by at most the time of the way back.
    this.#aheadMs = serverMs - (startMs + endMs) / 2;
    this.#askedMs = endMs;
    this.#wallAheadMs = wallMs() - endMs;
  }

  nowMs(): number {
    return this.#local.monotonicMs() + this.#aheadMs;
  }
}

/** What the clock of the server of a database shows, ms since the Unix epoch. */
export async function askServerMs(database: ClickHouseDatabase): Promise<number> {
  const [row] = await database.rows<{ readonly us: string }>('SELECT toUnixTimestamp64Micro(now64(6)) AS us');
  return Number(row?.us ?? 0) / 1_000;
}
