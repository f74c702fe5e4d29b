import { type TraceTest, traceTest } from '../../../../filter/evaluate.ts';
import type { TracesAsked } from '../../questions/span-questions.ts';
import { traceCondition } from '../filter/filter-condition.ts';
import { SqlParams } from '../filter/sql-params.ts';
import type { StandingRows } from './standing-rows.ts';

/** A question about traces as SQL puts it. */
export interface SqlAsked {
  /** What comes behind `WHERE`, of rows of `traces`. */
  readonly where: string;
  readonly params: SqlParams;
  /** What has to be asked of each trace that SQL finds; undefined where SQL alone says which traces match. */
  readonly test: TraceTest | undefined;
}

export function tracesAsked({ workspaceId, filter }: TracesAsked, rows?: StandingRows): SqlAsked {
  const params = new SqlParams(workspaceId, rows);
  const { sql, isExact } = traceCondition(filter, params);
  return { where: `${params.workspace} AND (${sql})`, params, test: isExact ? undefined : traceTest(filter) };
}
