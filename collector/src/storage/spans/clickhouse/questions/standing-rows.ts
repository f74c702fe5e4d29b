import { type Expression, nodesOf } from '../../../../filter/expression.ts';
import type { SpanParts } from './span-parts.ts';
import { MERGED_SPANS, type StandingSpans } from './standing-spans.ts';
import { MERGED_TRACES, type StandingTraces } from './standing-traces.ts';
import type { TraceParts } from './trace-parts.ts';

/** How the rows that stand are read of both tables that questions are asked of. */
export interface StandingRows {
  readonly spans: StandingSpans;
  readonly traces: StandingTraces;
}

export const MERGED_ROWS: StandingRows = { spans: MERGED_SPANS, traces: MERGED_TRACES };

/** Knows of both tables what need not be compared. */
export class StandingParts {
  readonly spans: SpanParts;
  readonly traces: TraceParts;

  constructor(spans: SpanParts, traces: TraceParts) {
    this.spans = spans;
    this.traces = traces;
  }

  /** Asks for traces. @param question may be asked several times; it reads spans only where the filter asks for them */
  ask<T>(filter: Expression, question: (rows: StandingRows) => Promise<T>): Promise<T> {
    return this.traces.ask((traces) =>
      asksForSpans(filter)
        ? this.spans.ask((spans) => question({ spans, traces }))
        : question({ spans: MERGED_SPANS, traces }),
    );
  }
}

/** Whether rows of spans are read to find traces by a filter: what their texts say stands elsewhere. */
function asksForSpans(filter: Expression): boolean {
  switch (filter.type) {
    case 'and':
    case 'or':
      return filter.of.some(asksForSpans);
    case 'not':
    case 'trace':
      return asksForSpans(filter.of);
    case 'has':
      return [...nodesOf(filter.of)].some(({ type }) => type === 'compare');
    default:
      return false;
  }
}
