import type { ToolCall } from '../../row/row-trace.ts';
import { atLeast, type ComparedOptions, codeScorer, expectedOf } from '../code-scorer.ts';
import type { ScoredRow, Scorer } from '../scorer.ts';
import { type ArgumentMode, expectedCalls, pairCalls } from './match-calls.ts';

export interface ToolCallOptions extends Pick<ComparedOptions, 'expected' | 'name'> {
  /** Default `exact`. */
  readonly arguments?: ArgumentMode;
  /** The calls that were made. Default: those of the row's trace. */
  readonly calls?: (row: ScoredRow) => readonly ToolCall[];
  /** Default 1: all of them, and none besides. */
  readonly threshold?: number;
}

/**
 * How far the tools that were called are those of the expectation `expected_tool_calls`, 0…1: the harmonic mean of the
 * share of calls that were expected and of expected calls that were made, in any order.
 */
export function toolCallAccuracy(options: ToolCallOptions = {}): Scorer {
  const { arguments: mode = 'exact', calls: callsOf = ({ trace }) => trace.toolCalls, threshold = 1 } = options;
  return codeScorer(
    options.name ?? 'tool_call_accuracy',
    {
      range: [0, 1],
      ...atLeast(threshold),
      score(row) {
        const calls = callsOf(row);
        const expected = expectedCalls(expectedOf(row, options, 'expected_tool_calls'));
        const pairs = pairCalls(calls, expected, mode);
        const missing = expected.filter((_, at) => pairs[at] === -1).map(({ name }) => name);
        const extra = calls.filter((_, place) => !pairs.includes(place)).map(({ name }) => name);
        const all = calls.length + expected.length;
        const value = all === 0 ? 1 : (2 * (expected.length - missing.length)) / all;
        const told = [
          missing.length > 0 ? `not made: ${missing}` : '',
          extra.length > 0 ? `not expected: ${extra}` : '',
        ];
        const rationale = told.filter((text) => text !== '').join('; ');
        return rationale === '' ? { value } : { value, rationale };
      },
    },
    { arguments: mode, threshold },
  );
}
