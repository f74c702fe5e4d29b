import { STEP_KINDS } from '@tracewright/schema';
import { TINTS, type Tint, tintOfKind, tintVariable } from '../../ui/tint.ts';

/** The theme's colours, for what no style sheet reaches. */
export interface CanvasColours {
  readonly tints: Readonly<Record<Tint, string>>;
  /** By code of the kind. */
  readonly kinds: readonly string[];
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textFaint: string;
  readonly error: string;
  readonly accent: string;
  readonly hatch: string;
  readonly font: string;
}

export function readColours(element: Element): CanvasColours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  const tints = Object.fromEntries(TINTS.map((tint) => [tint, of(tintVariable(tint))])) as CanvasColours['tints'];
  return {
    tints,
    kinds: STEP_KINDS.map((kind) => tints[tintOfKind(kind)]),
    surface: of('--surface'),
    raised: of('--raised'),
    line: of('--line'),
    lineStrong: of('--line-strong'),
    text: of('--text'),
    textFaint: of('--text-3'),
    error: of('--error'),
    accent: of('--accent'),
    hatch: of('--hatch'),
    font: of('--font'),
  };
}
