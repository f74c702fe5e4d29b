import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { activeParts, storedTable } from '../schema/table-engine.ts';

interface Day {
  readonly name: string;
  /** As `toYYYYMMDD` gives it. */
  readonly day: string;
}

const DAY_MS = 86_400_000;

/** What belongs to spans, but not to single ones; each is partitioned by day. */
const BESIDE_SPANS = ['text_blocks', 'payload_blocks'];
/** What is looked at for some minutes. */
const OF_MINUTES = ['deleted_traces'];

/**
 * Drops the words, and the payloads, of days from which no span is left: those of traces that are gone, and of appends
 * that have failed half-way. What arrives about midnight may have them in another day than its spans: those of the day
 * before the oldest spans stay. Notes that are of no use any more go as well.
 */
export async function dropOldTexts(database: ClickHouseDatabase, nowMs: number = Date.now()): Promise<void> {
  const suffix = database.location.cluster === undefined ? '' : '_local';
  const days = await database.rows<Day>(
    `SELECT DISTINCT table AS name, partition AS day FROM ${activeParts(database.location)}` +
      ` AND table IN (${['spans', ...BESIDE_SPANS, ...OF_MINUTES].map((name) => `'${name}${suffix}'`).join()}) ORDER BY day`,
  );
  const oldest = days.find(({ name }) => name.startsWith('spans'))?.day;
  const first = dayBefore(oldest === undefined ? nowMs : timeOf(oldest));
  for (const { name, day } of days) {
    const table = [...BESIDE_SPANS, ...OF_MINUTES].find((beside) => name.startsWith(beside));
    if (table === undefined || !/^\d{8}$/.test(day)) continue;
    if (day >= (OF_MINUTES.includes(table) ? dayBefore(nowMs) : first)) continue;
    await database.command(`ALTER TABLE ${storedTable(table, database.location)} DROP PARTITION ID '${day}'`);
  }
}

function timeOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)));
}

function dayBefore(timeMs: number): string {
  return new Date(timeMs - DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}
