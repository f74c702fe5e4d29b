import type { DatabaseSync } from 'node:sqlite';
import { MAX_FRAMES } from './chunk-table.ts';

/** Told of each thing that is wrong. */
export type Report = (place: string, message: string) => void;

/** Checks the database as such, and that its tables fit each other. */
export function checkTables(db: DatabaseSync, report: Report): void {
  for (const row of db.prepare('PRAGMA integrity_check(20)').all()) {
    const message = String(row.integrity_check);
    if (message !== 'ok') report('the database', message);
  }
  const links = 'SELECT DISTINCT chunk FROM trace_chunks WHERE chunk NOT IN (SELECT id FROM chunks) ORDER BY chunk';
  for (const { chunk } of db.prepare(links).all()) report(`chunk ${chunk}`, 'is missing, though traces point to it');
  const frames =
    `SELECT DISTINCT id / ${MAX_FRAMES} AS chunk FROM frames` +
    ` WHERE id / ${MAX_FRAMES} NOT IN (SELECT id FROM chunks) ORDER BY chunk`;
  for (const { chunk } of db.prepare(frames).all())
    report(`chunk ${chunk}`, 'is missing, though its payloads are there');
  const lost =
    'SELECT lower(hex(trace_id)) AS trace FROM traces WHERE id NOT IN (SELECT trace FROM trace_chunks) ORDER BY id';
  for (const { trace } of db.prepare(lost).all()) report(`trace ${trace}`, 'has no spans');
  const counts =
    'SELECT name, trace_count AS noted, (SELECT count(*) FROM traces WHERE workspace = workspaces.id) AS counted' +
    ' FROM workspaces WHERE noted <> counted';
  for (const { name, noted, counted } of db.prepare(counts).all()) {
    report(`workspace ${name}`, `says that it has ${noted} traces, but has ${counted}`);
  }
}
