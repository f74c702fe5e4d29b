import { ApiError } from '../../../../errors.ts';
import type { SpanStore } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';

/** What is asked of many traces at once, and of what has changed. */
export type ClickHouseQuestions = Pick<
  SpanStore,
  | 'listTraces'
  | 'aggregate'
  | 'facets'
  | 'histogram'
  | 'sessions'
  | 'listSpans'
  | 'changes'
  | 'runTraces'
  | 'lastChange'
  | 'stats'
  | 'quality'
>;

export function clickHouseQuestions(_database: ClickHouseDatabase): ClickHouseQuestions {
  const unanswered = async (): Promise<never> => {
    throw new ApiError('NOT_IMPLEMENTED', 'this is not answered yet');
  };
  return {
    listTraces: unanswered,
    aggregate: unanswered,
    facets: unanswered,
    histogram: unanswered,
    sessions: unanswered,
    listSpans: unanswered,
    changes: unanswered,
    runTraces: unanswered,
    lastChange: unanswered,
    stats: unanswered,
    quality: unanswered,
  };
}
