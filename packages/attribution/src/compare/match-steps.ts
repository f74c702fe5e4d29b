import type { ComparedTrace } from './compared-trace.ts';

/** A step of two traces, or of one of them. */
export interface StepMatch {
  /** Index of the span in each trace, -1 where there is none. */
  readonly a: number;
  readonly b: number;
  /** 0 for roots. */
  readonly depth: number;
}

/**
 * Finds the steps that two traces have in common, in O(n): children of matching parents match where they are the same
 * step; of several, first those below which everything is the same, then one after the other. What runs side by side may
 * have changed places. Two only roots always match.
 *
 * @returns the steps of both trees in one, each before those below it, in order of start.
 */
export function matchSteps(a: ComparedTrace, b: ComparedTrace): readonly StepMatch[] {
  const numbers = new Map<string, number>();
  const shapes = [shapesOf(a, numbers), shapesOf(b, numbers)] as const;
  const matches: StepMatch[] = [];
  const stack: StepMatch[] = [];
  const open = (below: readonly StepMatch[]) => {
    for (let at = below.length - 1; at >= 0; at--) stack.push(below[at]!);
  };

  const [rootsA, rootsB] = [[...a.index.roots], [...b.index.roots]];
  open(
    rootsA.length === 1 && rootsB.length === 1
      ? [{ a: rootsA[0]!, b: rootsB[0]!, depth: 0 }]
      : pair(a, b, rootsA, rootsB, shapes, 0),
  );
  for (let match = stack.pop(); match !== undefined; match = stack.pop()) {
    matches.push(match);
    open(pair(a, b, childrenOf(a, match.a), childrenOf(b, match.b), shapes, match.depth + 1));
  }
  return matches;
}

function childrenOf({ index }: ComparedTrace, span: number): readonly number[] {
  if (span === -1) return [];
  return [...index.children.subarray(index.offsets[span], index.offsets[span + 1])];
}

/** Pairs siblings of one trace with those of the other. */
function pair(
  a: ComparedTrace,
  b: ComparedTrace,
  spansA: readonly number[],
  spansB: readonly number[],
  [shapeA, shapeB]: readonly [Int32Array, Int32Array],
  depth: number,
): readonly StepMatch[] {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const matchBy = <Key>(keyA: (span: number) => Key, keyB: (span: number) => Key) => {
    const free = Map.groupBy(
      spansB.filter((span) => !taken.has(span)),
      keyB,
    );
    // Read from their ends, so that taking the first of many costs nothing.
    for (const spans of free.values()) spans.reverse();
    for (const span of spansA) {
      if (partner.has(span)) continue;
      const found = free.get(keyA(span))?.pop();
      if (found === undefined) continue;
      partner.set(span, found);
      taken.add(found);
    }
  };
  matchBy(
    (span) => shapeA[span]!,
    (span) => shapeB[span]!,
  );
  matchBy(
    (span) => a.label[span]!,
    (span) => b.label[span]!,
  );
  return inOneOrder(spansA, spansB, partner, taken, depth);
}

/** Steps of the first trace in their order, those that only the second has where they stand among their siblings. */
function inOneOrder(
  spansA: readonly number[],
  spansB: readonly number[],
  partner: ReadonlyMap<number, number>,
  taken: ReadonlySet<number>,
  depth: number,
): readonly StepMatch[] {
  const placeOf = new Map(spansB.map((span, at) => [span, at]));
  const merged: StepMatch[] = [];
  let next = 0;
  const addNewUpTo = (end: number) => {
    for (; next < end; next++) {
      const span = spansB[next]!;
      if (!taken.has(span)) merged.push({ a: -1, b: span, depth });
    }
  };
  for (const span of spansA) {
    const match = partner.get(span);
    if (match !== undefined) addNewUpTo(placeOf.get(match)!);
    merged.push({ a: span, b: match ?? -1, depth });
  }
  addNewUpTo(spansB.length);
  return merged;
}

/** A number for what a step is together with all below it, the same in both traces where that is the same. */
function shapesOf({ columns, index, label }: ComparedTrace, numbers: Map<string, number>): Int32Array {
  const shapes = new Int32Array(columns.count);
  const order = [...index.roots];
  for (const span of order) {
    for (const child of index.children.subarray(index.offsets[span], index.offsets[span + 1])) order.push(child);
  }
  for (const span of order.reverse()) {
    const below = index.children.subarray(index.offsets[span], index.offsets[span + 1]).map((child) => shapes[child]!);
    const key = `${below.join(' ')}\n${label[span]}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    shapes[span] = known;
  }
  return shapes;
}
