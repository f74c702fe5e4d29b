import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import type { RunStore } from '../../storage/tracking/runs/run-store.ts';
import { checkedPath } from '../mlflow/artifact-path.ts';
import { blobPathOf } from '../mlflow/artifact-uri.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { turns } from './turns-by-key.ts';

const MAX_BYTES = 64 * 1_024 * 1_024;
/** By which MLflow finds the tables of a run. */
const TABLES_TAG = 'mlflow.loggedArtifacts';

/** As pandas writes a frame with `orient='split'`. */
const TABLE = {
  columns: v.pipe(
    v.array(v.string()),
    v.check((names) => new Set(names).size === names.length, 'has two of one name'),
  ),
  data: v.array(v.array(v.unknown())),
};
const TOO_NARROW = 'data: a row has more values than there are columns';
const Table = v.pipe(
  v.object(TABLE),
  v.check((table) => isWide(table), TOO_NARROW),
);
const Body = v.pipe(
  v.object({ path: v.pipe(v.string(), v.endsWith('.json', 'ends in .json')), ...TABLE }),
  v.check((table) => isWide(table), TOO_NARROW),
);
type Table = v.InferOutput<typeof Table>;

const Tables = v.array(v.looseObject({ path: v.string(), type: v.string() }));

/** What tables are kept in. */
export interface RunTableDeps {
  readonly runs: Pick<RunStore, 'get' | 'changeTag'>;
  readonly blobs: BlobStore;
}

/**
 * `POST /api/v1/runs/:id/tables`: puts rows behind those that a table of a run has. Where each writer read the file, added
 * to it and wrote it again, as MLflow's clients do, of two at a time the rows of one were lost.
 */
export function runTableRoutes({ runs, blobs }: RunTableDeps): Hono<AppEnv> {
  const inTurn = turns();
  return new Hono<AppEnv>().post('/runs/:id/tables', limitBody(MAX_BYTES), async (c) => {
    const { workspaceId } = c.get('principal');
    const { path, ...rows } = await jsonBody(c, Body);
    const run = await runs.get(workspaceId, c.req.param('id'));
    const root = blobPathOf(run.artifactUri);
    if (root === undefined) {
      throw new ApiError('NOT_IMPLEMENTED', `the artifacts of run ${run.id} are kept elsewhere: ${run.artifactUri}`);
    }
    const file = checkedPath(`${root}/${path}`);
    const rowCount = await inTurn(`${workspaceId} ${file}`, async () => {
      const table = appended(await readTable(blobs, workspaceId, file), rows);
      await blobs.put(workspaceId, file, bytesOf(table));
      await runs.changeTag(workspaceId, run.id, TABLES_TAG, (value) => withTable(value, path));
      return table.data.length;
    });
    return c.json({ rows: rowCount });
  });
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where the file is something else, which is not to be lost */
async function readTable(blobs: BlobStore, workspaceId: string, file: string): Promise<Table | undefined> {
  const content = await blobs.read(workspaceId, file);
  if (content === undefined) return undefined;
  const text = await new Response(content.stream).text();
  const table = v.safeParse(Table, parseJson(text));
  if (table.success) return table.output;
  throw new ApiError('INVALID_PARAMETER_VALUE', `'${file}' is there already, and no table`);
}

/** Else values would stand under no name. */
function isWide({
  columns,
  data,
}: {
  readonly columns: readonly unknown[];
  readonly data: readonly unknown[][];
}): boolean {
  return data.every((row) => row.length <= columns.length);
}

function appended(first: Table | undefined, further: Table): Table {
  if (first === undefined) return further;
  const columns = [...new Set([...first.columns, ...further.columns])];
  const placed = ({ columns: own, data }: Table): unknown[][] => {
    const at = columns.map((column) => own.indexOf(column));
    return data.map((row) => at.map((index) => row[index] ?? null));
  };
  return { columns, data: [...placed(first), ...placed(further)] };
}

async function* bytesOf(table: Table): AsyncGenerator<Uint8Array, void, undefined> {
  yield new TextEncoder().encode(JSON.stringify(table));
}

/** What somebody else has written there is not ours to keep where it cannot be read. */
function withTable(value: string | undefined, path: string): string {
  const known = v.safeParse(Tables, parseJson(value ?? '[]'));
  const tables = known.success ? known.output : [];
  if (tables.some((table) => table.path === path)) return value ?? '[]';
  return JSON.stringify([...tables, { path, type: 'table' }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
