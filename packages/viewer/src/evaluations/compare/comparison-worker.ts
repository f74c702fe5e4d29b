import { compareGrids } from '@tracewright/evaluate/compare';
import type { ComparisonAnswer, ComparisonRequest } from './messages.ts';

// Rows are drawn anew ten thousand times: a page would stand still meanwhile.
addEventListener('message', ({ data }: MessageEvent<ComparisonRequest>) => {
  postMessage(answerTo(data));
});

function answerTo({ id, before, after, shapes }: ComparisonRequest): ComparisonAnswer {
  try {
    return { id, comparison: compareGrids(before, after, { shapes }) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
