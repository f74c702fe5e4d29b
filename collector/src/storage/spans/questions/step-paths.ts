import { PATH_REST, PATH_SEPARATOR, stepName } from '@tracewright/schema';
import { uncutParents } from '../parent-indexes.ts';
import type { SpanColumns } from '../span-store.ts';

/** Names in a path. Spans nested deeper share one last step, or a chain of calls to itself would fill the memory. */
const MAX_DEPTH = 64;
/** Names of spans that are kept with those of their steps: of few it is known what they are. */
const MAX_NAMES = 1_024;
/** Stands above the paths of roots. */
const TOP = -1;

/** Paths of steps, each under a number from 0. A class because it owns the table that both ways lead through. */
export class StepPaths {
  /** Those below each path by their last names; the first ones are of roots. */
  readonly #below: Map<string, number>[] = [new Map()];
  readonly #texts: string[] = [];
  readonly #depths: number[] = [];
  readonly #names = new Map<string, string>();

  get count(): number {
    return this.#texts.length;
  }

  /** The name of a step, as it stands in paths, of a span's. */
  nameOf(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const step = stepName(name);
    if (this.#names.size < MAX_NAMES) this.#names.set(name, step);
    return step;
  }

  /** Names from the root, joined by `PATH_SEPARATOR`. */
  text(code: number): string {
    return this.#texts[code] ?? '';
  }

  /** The path of a name below another path, -1 for a root. */
  below(above: number, name: string): number {
    const depth = above === TOP ? 1 : this.#depths[above]! + 1;
    if (depth > MAX_DEPTH) return above;
    const last = depth === MAX_DEPTH ? PATH_REST : name;
    const below = this.#below[above + 1]!;
    const known = below.get(last);
    if (known !== undefined) return known;
    this.#below.push(new Map());
    this.#depths.push(depth);
    const code = this.#texts.push(above === TOP ? last : `${this.#texts[above]}${PATH_SEPARATOR}${last}`) - 1;
    below.set(last, code);
    return code;
  }
}

/**
 * The path of each span of one trace, in O(n). Spans that are each other's ancestors, and those below them, stand at
 * the top, so that the answer does not depend on the order of the spans.
 *
 * @param parentOf Index of the parent, -1 for a root.
 * @returns numbers into `paths`.
 */
export function stepPaths(
  count: number,
  parentOf: (span: number) => number,
  nameOf: (span: number) => string,
  paths: StepPaths,
): Int32Array {
  const codes = new Int32Array(count).fill(-1);
  const isRootless = new Uint8Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  for (let first = 0; first < count; first++) {
    let above = first;
    while (above !== TOP && codes[above] === -1 && isOpen[above] === 0) {
      isOpen[above] = 1;
      open.push(above);
      above = parentOf(above);
    }
    const hasNoRoot = above !== TOP && (isOpen[above] === 1 || isRootless[above] === 1);
    let path = above === TOP || hasNoRoot ? TOP : codes[above]!;
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
      isOpen[span] = 0;
      isRootless[span] = hasNoRoot ? 1 : 0;
      codes[span] = paths.below(hasNoRoot ? TOP : path, nameOf(span));
      path = codes[span]!;
    }
  }
  return codes;
}

/** The path of each span of one trace, by its index. @param paths those of other traces among them */
export function pathsOf(spans: readonly SpanColumns[], paths: StepPaths = new StepPaths()): (index: number) => string {
  const parents = uncutParents(spans);
  const codes = stepPaths(
    spans.length,
    (index) => parents[index]!,
    (index) => paths.nameOf(spans[index]!.name),
    paths,
  );
  return (index) => paths.text(codes[index]!);
}
