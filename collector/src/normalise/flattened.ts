import type { Attributes, AttributeValue } from '../otlp/attributes.ts';

type Node = Map<string, Node | AttributeValue>;

/** Longer paths than this are not somebody's message. */
const MAX_SEGMENTS = 24;

/**
 * Puts together what a sender took apart: `prefix.0.role`, `prefix.1.role` become a list of objects. Where all names
 * on a level are numbers it is a list in their order, gaps closed; else an object.
 *
 * @returns undefined if no attribute begins with `prefix` and a dot.
 */
export function readFlattened(attributes: Attributes, prefix: string): unknown {
  return readWhere(attributes, prefix, () => true);
}

/** The list alone: what else begins like it is another matter, as `gen_ai.prompt.name` beside `gen_ai.prompt.0.role`. */
export function readFlattenedList(attributes: Attributes, prefix: string): unknown {
  return readWhere(attributes, prefix, isIndex);
}

function readWhere(attributes: Attributes, prefix: string, isMeant: (segment: string) => boolean): unknown {
  const root: Node = new Map();
  for (const key of attributes.keys) {
    if (!key.startsWith(prefix) || key[prefix.length] !== '.') continue;
    const segments = key.slice(prefix.length + 1).split('.');
    if (segments.length > MAX_SEGMENTS || !isMeant(segments[0] ?? '')) continue;
    insert(root, segments, attributes.get(key) ?? null);
  }
  return root.size === 0 ? undefined : assemble(root);
}

function isIndex(segment: string): boolean {
  return /^\d{1,9}$/.test(segment);
}

function insert(root: Node, segments: readonly string[], value: AttributeValue): void {
  let node = root;
  for (const segment of segments.slice(0, -1)) {
    let next = node.get(segment);
    if (!(next instanceof Map)) {
      next = new Map();
      node.set(segment, next);
    }
    node = next;
  }
  const last = segments.at(-1) ?? '';
  if (!node.has(last)) node.set(last, value);
}

function assemble(node: Node): unknown {
  const entries = [...node].map(([key, item]) => [key, item instanceof Map ? assemble(item) : item] as const);
  if (!entries.every(([key]) => isIndex(key))) return Object.fromEntries(entries);
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}
