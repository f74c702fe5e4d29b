import type { TraceModel } from '../model/trace-model.ts';

/** The span that an arrow key goes to: up to the parent, down to the first child, left and right along siblings. */
export function flameKey(key: string, { order }: TraceModel, span: number): number | undefined {
  const position = span < 0 ? 0 : order.positionOf[span]!;
  const parent = order.parent[position]!;
  const target = (): number | undefined => {
    switch (key) {
      case 'ArrowUp':
        return parent === -1 ? undefined : parent;
      case 'ArrowDown':
        return order.end[position]! > position + 1 ? position + 1 : undefined;
      case 'ArrowRight':
        return order.siblingNumber[position]! < order.siblingCount[position]! ? order.end[position] : undefined;
      case 'ArrowLeft':
        return previousSibling(order, position);
      default:
        return undefined;
    }
  };
  const next = target();
  return next === undefined ? undefined : order.spans[next];
}

function previousSibling({ parent, end, siblingNumber }: TraceModel['order'], position: number): number | undefined {
  if (siblingNumber[position] === 1) return undefined;
  // What lies right before it is the last of all inside that sibling.
  let at = position - 1;
  while (parent[at] !== parent[position]) at = parent[at]!;
  return end[at] === position ? at : undefined;
}
