import { type TraceModel, WHOLE_TRACE } from './trace-model.ts';

/** Positions of the spans whose name or model contains a text, whatever its case, or that are among those given. */
export function matchingPositions(model: TraceModel, text: string, others: ReadonlySet<number>): Int32Array {
  const { skeleton, order } = model;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Int32Array();
  // A trace has far fewer names than spans.
  const contains = (known: string) => known.toLowerCase().includes(wanted);
  const isName = skeleton.names.map(contains);
  const isModel = skeleton.models.map(contains);
  return order.spans
    .map((span, position) =>
      span !== WHOLE_TRACE && (isName[skeleton.name[span]!] || isModel[skeleton.model[span]!] || others.has(span))
        ? position
        : -1,
    )
    .filter((position) => position !== -1);
}

/** Positions of the spans that failed. */
export function errorPositions({ skeleton, order }: TraceModel): Int32Array {
  return order.spans
    .map((span, position) => (span !== WHOLE_TRACE && skeleton.status[span] === 2 ? position : -1))
    .filter((position) => position !== -1);
}

/** The next one behind a position, or before it, going on at the other end; undefined where there is none. */
export function nextPosition(positions: Int32Array, from: number, step: 1 | -1): number | undefined {
  if (positions.length === 0) return undefined;
  if (step === 1) return positions.find((position) => position > from) ?? positions[0];
  return positions.findLast((position) => position < from) ?? positions.at(-1);
}
