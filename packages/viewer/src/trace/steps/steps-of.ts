import { stepStatistics, stepTree } from '@tracewright/attribution';
import { STEP_KINDS, stepName } from '@tracewright/schema';
import { STATUS_ERROR } from '../model/skeleton-columns.ts';
import type { StepsOf } from '../worker/messages.ts';
import type { Step } from './step.ts';

/** The steps of a trace, each before those inside it; of siblings the one first that the trace waited for longest. */
export function stepsOf({ skeleton, columns, selfUs, criticalUs }: StepsOf): readonly Step[] {
  const names = skeleton.names.map(stepName);
  const firstOf = new Map(names.map((name, at) => [name, at]));
  const tree = stepTree(
    columns,
    skeleton.name.map((name) => firstOf.get(names[name] ?? '') ?? name),
  );
  const { inputTokens, outputTokens, costUsd, status } = skeleton;
  const isError = (span: number) => status[span] === STATUS_ERROR;
  const statistics = stepStatistics(columns, tree, { selfUs, criticalUs, inputTokens, outputTokens, costUsd, isError });
  const slowest = slowestOf(columns, tree.stepOf, tree.count);

  const below: number[][] = Array.from({ length: tree.count + 1 }, () => []);
  for (let step = 0; step < tree.count; step++) below[tree.parent[step]! + 1]!.push(step);
  const wholeUs = wholeCriticalUs(statistics, tree.parent);
  const inOrder: Step[] = [];
  const pending = lastFirst(below[0]!);
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    inOrder.push({
      ...statistics[step]!,
      name: names[tree.name[step]!] ?? '',
      kind: STEP_KINDS[tree.kind[step]!] ?? 'task',
      depth: tree.depth[step]!,
      slowest: slowest[step]!,
    });
    for (const inner of lastFirst(below[step + 1]!)) pending.push(inner);
  }
  return inOrder;

  function lastFirst(steps: readonly number[]): number[] {
    return steps.toSorted((a, b) => wholeUs[a]! - wholeUs[b]! || statistics[a]!.sumUs - statistics[b]!.sumUs || b - a);
  }
}

/** Critical time of each step with all that is inside it. */
function wholeCriticalUs(statistics: readonly { readonly criticalUs: number }[], parent: Int32Array): Float64Array {
  const whole = Float64Array.from(statistics, (step) => step.criticalUs);
  for (let step = whole.length - 1; step >= 0; step--) if (parent[step] !== -1) whole[parent[step]!]! += whole[step]!;
  return whole;
}

/** The longest span of each step. */
function slowestOf({ startUs, endUs, count }: StepsOf['columns'], stepOf: Int32Array, steps: number): Int32Array {
  const slowest = new Int32Array(steps).fill(-1);
  const lengthUs = (span: number) => endUs[span]! - startUs[span]!;
  for (let span = 0; span < count; span++) {
    const known = slowest[stepOf[span]!]!;
    if (known === -1 || lengthUs(span) > lengthUs(known)) slowest[stepOf[span]!] = span;
  }
  return slowest;
}
