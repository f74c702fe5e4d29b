import type { ToolCall } from '../../row/row-trace.ts';
import { type ComparedOptions, codeScorer, expectedOf } from '../code-scorer.ts';
import type { ScoredRow, Scorer } from '../scorer.ts';
import { type ArgumentMode, type ExpectedCall, expectedCalls, isCall, pairCalls } from './match-calls.ts';

/**
 * What an agent's steps have to be: the expected ones in their order; in any order; no others than these; these and
 * perhaps others.
 */
export type TrajectoryMode = 'strict' | 'unordered' | 'subset' | 'superset';

export interface TrajectoryOptions extends Pick<ComparedOptions, 'expected' | 'name'> {
  /** Default `strict`. */
  readonly mode?: TrajectoryMode;
  /** Default `ignore`: the tools count, not what they were given. */
  readonly arguments?: ArgumentMode;
  /** The steps that were taken. Default: the tool calls of the row's trace. */
  readonly steps?: (row: ScoredRow) => readonly ToolCall[];
}

/** Whether an agent took the steps of the expectation `expected_trajectory`. */
export function trajectoryMatch(options: TrajectoryOptions = {}): Scorer {
  const { mode = 'strict', arguments: argumentMode = 'ignore', steps = ({ trace }) => trace.toolCalls } = options;
  return codeScorer(
    options.name ?? 'trajectory_match',
    {
      score(row) {
        const taken = steps(row);
        const expected = expectedCalls(expectedOf(row, options, 'expected_trajectory'));
        const value = matches(taken, expected, mode, argumentMode);
        const rationale = `taken: ${namesOf(taken)}; expected: ${namesOf(expected)}`;
        return value ? { value } : { value, rationale };
      },
    },
    { mode, arguments: argumentMode },
  );
}

function matches(
  taken: readonly ToolCall[],
  expected: readonly ExpectedCall[],
  mode: TrajectoryMode,
  argumentMode: ArgumentMode,
): boolean {
  if (mode === 'strict') {
    return taken.length === expected.length && taken.every((call, at) => isCall(call, expected[at]!, argumentMode));
  }
  const paired = pairCalls(taken, expected, argumentMode).filter((place) => place >= 0).length;
  const isWithin = paired === taken.length;
  const hasAll = paired === expected.length;
  if (mode === 'unordered') return isWithin && hasAll;
  return mode === 'subset' ? isWithin : hasAll;
}

function namesOf(calls: readonly ExpectedCall[]): string {
  return calls.length === 0 ? 'nothing' : calls.map(({ name }) => name).join(', ');
}
