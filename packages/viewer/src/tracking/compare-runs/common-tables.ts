import { listArtifacts, readArtifactText } from '../api/artifacts.ts';
import { parseCsv } from '../artifacts/preview/parse-csv.ts';
import { previewKind } from '../artifacts/preview/preview-kind.ts';
import { type TableData, tableOf } from '../artifacts/preview/table-data.ts';
import type { ListedRun } from '../runs/listed-run.ts';

/** Tag in which MLflow's clients note tables: `[{"path": "eval.json", "type": "table"}]`. */
const LOGGED_TAG = 'mlflow.loggedArtifacts';
/** Of a table that is read to be compared. */
const MAX_BYTES = 20_000_000;
const MAX_ROWS = 100_000;
/** Files that are opened to see whether they are tables, and how large they may be. */
const MAX_TRIED = 20;
const MAX_TRIED_BYTES = 5_000_000;

/** Paths of the tables that both runs have: those that are said to be, then files at the top that turn out to be. */
export async function commonTables(
  before: ListedRun,
  after: ListedRun,
  abort: AbortSignal,
): Promise<readonly string[]> {
  const [left, right] = await Promise.all([listArtifacts(before.id, '', abort), listArtifacts(after.id, '', abort)]);
  const isThere = new Set(right.map(({ path }) => path));
  const said = saidTables(before.tags.get(LOGGED_TAG));
  const saidByBoth = said.filter((path) => saidTables(after.tags.get(LOGGED_TAG)).includes(path));
  const others = left.flatMap(({ path, is_dir, file_size: sizeBytes = 0 }) => {
    const isCandidate = !is_dir && isTableName(path) && isThere.has(path) && !said.includes(path);
    return isCandidate && sizeBytes <= MAX_TRIED_BYTES ? [path] : [];
  });
  const tried = await Promise.all(
    others.slice(0, MAX_TRIED).map(async (path) => ((await readTable(before.id, path, abort)) ? [path] : [])),
  );
  return [...saidByBoth, ...tried.flat()];
}

function saidTables(json: string | undefined): readonly string[] {
  try {
    const said: unknown = JSON.parse(json ?? '[]');
    if (!Array.isArray(said)) return [];
    return said.flatMap((entry: { readonly path?: unknown; readonly type?: unknown } | null) =>
      entry?.type === 'table' && typeof entry.path === 'string' && isTableName(entry.path) ? [entry.path] : [],
    );
  } catch {
    return [];
  }
}

function isTableName(path: string): boolean {
  return ['json', 'csv'].includes(previewKind(path));
}

/** A table that a run has logged; undefined where the file is none. @throws ApiFailure */
export async function readTable(runId: string, path: string, abort: AbortSignal): Promise<TableData | undefined> {
  const { text } = await readArtifactText(runId, path, MAX_BYTES, abort);
  if (previewKind(path) === 'csv') {
    const [columns = [], ...rows] = parseCsv(text, MAX_ROWS);
    return columns.length > 0 ? { columns, rows } : undefined;
  }
  try {
    return tableOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
