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
    const asksForSpans = [...nodesOf(filter)].some(({ type }) => type === 'has');
    return this.traces.ask((traces) =>
      asksForSpans ? this.spans.ask((spans) => question({ spans, traces })) : question({ spans: MERGED_SPANS, traces }),
    );
  }
}
