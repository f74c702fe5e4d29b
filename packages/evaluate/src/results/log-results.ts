import type { NodeRun } from '@tracewright/client/node';
import type { ResultRow } from '@tracewright/scoring';
import type { ScorerInfo } from './evaluation-result.ts';
import { overallScore, type Shapes } from './metrics.ts';
import { csvOf, resultTable } from './result-table.ts';

const TABLE = 'evaluation/results.json';
const CSV = 'evaluation/results.csv';
const SCORERS = 'evaluation/scorers.json';

export interface LoggedResults {
  readonly rows: readonly ResultRow[];
  readonly shapes: Shapes;
  readonly metrics: Readonly<Record<string, number>>;
  readonly scorers: readonly ScorerInfo[];
  /** True where the run has a table already, which this one replaces. */
  readonly hasTable: boolean;
}

/** Writes what an evaluation adds up to into its run: metrics, the table as JSON and CSV, what the scorers were. */
export async function logResults(
  run: NodeRun,
  { rows, shapes, metrics, scorers, hasTable }: LoggedResults,
): Promise<void> {
  logHistory(run, rows, shapes);
  const { score: _, ...others } = metrics;
  run.logMetrics(others);
  const table = resultTable(rows, shapes.keys());
  // One after the other: each is a text as large as all rows.
  await (hasTable ? run.logContent(JSON.stringify(splitTable(table)), TABLE) : run.logTable(table, TABLE));
  await run.logText(csvOf(table), CSV);
  await run.logDict(scorers, SCORERS);
}

/** `score` by step: the mean over the rows so far, which is that of all of them in the end. */
function logHistory(run: NodeRun, rows: readonly ResultRow[], shapes: Shapes): void {
  let [sum, count] = [0, 0];
  for (const [step, row] of rows.entries()) {
    const score = overallScore(row, shapes);
    if (score === undefined) continue;
    sum += score;
    count += 1;
    run.logMetric('score', sum / count, { step });
  }
}

/** As tables stand in runs: logging one again would add to it. */
function splitTable(table: Readonly<Record<string, readonly unknown[]>>): object {
  const columns = Object.keys(table);
  const length = table[columns[0] ?? '']?.length ?? 0;
  return { columns, data: Array.from({ length }, (_, row) => columns.map((column) => table[column]?.[row])) };
}

/** Whether a run has a table of results, as its tag says. */
export function hasResultTable(loggedTables: string | undefined): boolean {
  return loggedTables?.includes(`"${TABLE}"`) ?? false;
}
