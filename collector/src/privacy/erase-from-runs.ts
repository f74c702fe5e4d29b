import type { ErasureCounts, ErasureLeftOver } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../errors.ts';
import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { StoredErasure } from '../storage/tracking/privacy/erasure-store.ts';
import type { RunWithTables, SubjectRuns } from '../storage/tracking/privacy/subject-runs.ts';
import { type OthersRows, type RowsOf, rowsOfOthers } from './rows-of-others.ts';

/** Larger tables are not read. */
const MAX_TABLE_BYTES = 64 * 1_024 * 1_024;
/** Where rows are added to a table all the time it is not read for ever. */
const ATTEMPTS = 5;
const Tables = v.array(v.looseObject({ path: v.string() }));

export interface EraseFromRunsDeps {
  readonly runs: SubjectRuns;
  readonly blobs: Pick<BlobStore, 'files' | 'delete' | 'read' | 'put' | 'stat'>;
}

/** What went of runs, and what nobody but their makers can tell. */
export interface ErasedFromRuns {
  readonly counts: Pick<ErasureCounts, 'runs' | 'artifacts' | 'tableRows'>;
  readonly leftOver: readonly ErasureLeftOver[];
  /** Runs of which no file is left. */
  readonly emptied: readonly string[];
  /** Whether it came to its end; else it goes on when it is done again. */
  readonly isDone: boolean;
}

/**
 * Deletes all files of the runs that are about somebody, and the rows of all other logged tables that are about them or
 * name one of their traces; or only counts them.
 *
 * @param signal Ends it between two runs.
 */
export async function eraseFromRuns(
  { workspaceId, of, subject = '', isDryRun }: StoredErasure,
  traceIds: readonly string[],
  { runs, blobs }: EraseFromRunsDeps,
  signal: AbortSignal,
): Promise<ErasedFromRuns> {
  const leftOver: ErasureLeftOver[] = [];
  const about = await runs.about(workspaceId, of, subject);
  const emptied: string[] = [];
  const counts = { runs: about.length, artifacts: 0, tableRows: 0 };
  for (const { runId, artifactUri } of about) {
    if (signal.aborted) break;
    const folder = blobPathOf(artifactUri);
    if (!folder) {
      leftOver.push({ runId, why: 'keptElsewhere' });
      continue;
    }
    for await (const _ of blobs.files(workspaceId, folder)) counts.artifacts++;
    emptied.push(runId);
    if (!isDryRun) await blobs.delete(workspaceId, folder);
  }
  const isGone = new Set(about.map(({ runId }) => runId));
  const theirs = { of, subject, traceIds: new Set(traceIds.flatMap((id) => [id, `tr-${id}`])) };
  for (const run of await runs.withTables(workspaceId)) {
    if (signal.aborted) break;
    if (isGone.has(run.runId)) continue;
    const files = tableFiles(run);
    const rows: Awaited<ReturnType<typeof eraseFromTable>>[] = [];
    // One after the other: a run may have hundreds, and each is in memory as a whole. One that is named twice is one.
    for (const file of new Set(files)) rows.push(await eraseFromTable(workspaceId, file, theirs, isDryRun, blobs));
    for (const found of rows) counts.tableRows += found?.leftOut ?? 0;
    if (files.length === 0 || rows.includes(undefined)) leftOver.push({ runId: run.runId, why: 'unreadableTable' });
    else if (rows.some((found) => found?.isNamed)) leftOver.push({ runId: run.runId, why: 'named' });
  }
  const naming = await runs.naming(workspaceId, of, subject);
  const isDone = !signal.aborted;
  return {
    counts,
    emptied,
    isDone,
    leftOver: [...leftOver, ...naming.map((runId) => ({ runId, why: 'named' as const }))],
  };
}

/** Paths of the tables of a run; none where its tag cannot be read, or they are kept elsewhere. */
function tableFiles({ artifactUri, tag }: RunWithTables): readonly string[] {
  const folder = blobPathOf(artifactUri);
  const tables = v.safeParse(Tables, parsed(tag));
  return folder && tables.success ? tables.output.map(({ path }) => `${folder}/${path}`) : [];
}

/** @returns which rows went; undefined where it is not to be read, so that nobody knows */
async function eraseFromTable(
  workspaceId: string,
  file: string,
  theirs: RowsOf,
  isDryRun: boolean,
  blobs: EraseFromRunsDeps['blobs'],
): Promise<Omit<OthersRows, 'text'> | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const sizeBytes = await sizeOf(workspaceId, file, blobs);
    if (sizeBytes === 0) return { leftOut: 0, isNamed: false };
    if (sizeBytes === undefined || sizeBytes > MAX_TABLE_BYTES) return undefined;
    const content = await blobs.read(workspaceId, file);
    const others = content && rowsOfOthers(await new Response(content.stream).text(), theirs);
    if (others === undefined) return undefined;
    if (others.leftOut === 0 || isDryRun) return others;
    // Rows that came meanwhile are not to be lost.
    if ((await sizeOf(workspaceId, file, blobs)) !== content?.sizeBytes) continue;
    await blobs.put(workspaceId, file, piece(others.text));
    return others;
  }
  return undefined;
}

/** 0 where there is no such file any more; undefined where the path is none of ours. */
async function sizeOf(
  workspaceId: string,
  file: string,
  blobs: EraseFromRunsDeps['blobs'],
): Promise<number | undefined> {
  try {
    return (await blobs.stat(workspaceId, file))?.sizeBytes ?? 0;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'INVALID_PARAMETER_VALUE') return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* piece(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield new TextEncoder().encode(text);
}
