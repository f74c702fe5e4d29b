import { isDeepStrictEqual } from 'node:util';
import { recordedValue } from '../../row/recorded-value.ts';
import type { ToolCall } from '../../row/row-trace.ts';
import { ScorerError } from '../scorer-error.ts';

/** A call that is expected: its arguments count only where they are given. */
export type ExpectedCall = Pick<ToolCall, 'name'> & Partial<Pick<ToolCall, 'arguments'>>;

/** How arguments are compared: all of them alike, those that are expected, or not at all. */
export type ArgumentMode = 'exact' | 'subset' | 'ignore';

/** Expected calls, as names or with arguments. @throws ScorerError `VALUE_UNSUITABLE` for what is none */
export function expectedCalls(value: unknown): readonly ExpectedCall[] {
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return items.map((item) => {
    if (typeof item === 'string') return { name: item };
    if (typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string') {
      return item as ExpectedCall;
    }
    throw new ScorerError('VALUE_UNSUITABLE', 'expected calls are names of tools, or objects with name and arguments');
  });
}

/** Whether a call is the one that is expected. */
export function isCall(call: ToolCall, expected: ExpectedCall, mode: ArgumentMode): boolean {
  if (call.name !== expected.name) return false;
  if (mode === 'ignore' || expected.arguments === undefined) return true;
  const [made, wanted] = [recordedValue(call.arguments), recordedValue(expected.arguments)];
  if (mode === 'exact' || typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(made, wanted);
  const fields = (made ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(fields[key], value));
}

/**
 * Pairs calls with expected ones, as many as can be (Kuhn's augmenting paths): of two alike the first must not take what
 * only the second could have.
 *
 * @returns for each expected call the place of its own, -1 where there is none
 */
export function pairCalls(
  calls: readonly ToolCall[],
  expected: readonly ExpectedCall[],
  mode: ArgumentMode,
): readonly number[] {
  const takenBy = calls.map(() => -1);
  const find = (at: number, tried: Set<number>): boolean =>
    calls.some((call, place) => {
      if (tried.has(place) || !isCall(call, expected[at]!, mode)) return false;
      tried.add(place);
      const before = takenBy[place]!;
      if (before >= 0 && !find(before, tried)) return false;
      takenBy[place] = at;
      return true;
    });
  for (const at of expected.keys()) find(at, new Set());
  return expected.map((_, at) => takenBy.indexOf(at));
}
