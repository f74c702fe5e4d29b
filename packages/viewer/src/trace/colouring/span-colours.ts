import { STEP_KINDS } from '@tracewright/schema';
import { FREE_TINTS, type Tint, tintClass, tintOfKind } from '../../ui/tint.ts';
import { STATUS_ERROR, STATUS_RUNNING } from '../model/skeleton-columns.ts';
import { type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';

/** What the bars may be coloured by. */
export const COLOURINGS = ['kind', 'model', 'step', 'status', 'service', 'self'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** The colour of each span, and what the colours mean. */
export interface SpanColours {
  readonly by: Colouring;
  readonly tintOf: (span: number) => Tint;
  /** Class that sets `--kind`. */
  readonly classOf: (span: number) => string;
  /** What took longest first; empty for kinds, whose badge stands beside each name. */
  readonly keys: readonly ColourKey[];
}

export interface ColourKey {
  readonly label: string;
  readonly tint: Tint;
}

/** Colours the spans of a trace. Of what they are told apart by, what took longest gets a colour of its own. */
export function spanColours(model: TraceModel, by: Colouring): SpanColours {
  const { tintOf, keys } = tintsBy(model, by);
  const ofSpan = (span: number): Tint => (span === WHOLE_TRACE ? 'grey' : tintOf(span));
  return { by, keys, tintOf: ofSpan, classOf: (span) => tintClass(ofSpan(span)) };
}

type Tints = Pick<SpanColours, 'tintOf' | 'keys'>;

function tintsBy(model: TraceModel, by: Colouring): Tints {
  switch (by) {
    case 'kind':
      return kindTints(model);
    case 'status':
      return statusTints(model);
    case 'self':
      return selfTints(model);
    default:
      return tints(model, by);
  }
}

/** Of the trace's time, from where on a span's own share of it has a colour. */
const HEAT: readonly { readonly from: number; readonly tint: Tint; readonly label: string }[] = [
  { from: 0.2, tint: 'failed', label: 'self time of 20 % and more' },
  { from: 0.05, tint: 'orange', label: '5 %' },
  { from: 0.01, tint: 'olive', label: '1 %' },
  { from: 0, tint: 'grey', label: 'less' },
];

function selfTints({ selfUs, totalUs }: TraceModel): Tints {
  return {
    tintOf: (span) => HEAT.find(({ from }) => selfUs[span]! >= from * totalUs)?.tint ?? 'grey',
    keys: HEAT,
  };
}

function kindTints({ columns }: TraceModel): Tints {
  return { tintOf: (span) => tintOfKind(STEP_KINDS[columns.kind[span]!] ?? 'task'), keys: [] };
}

function statusTints({ skeleton: { status } }: TraceModel): Tints {
  return {
    tintOf: (span) => (status[span] === STATUS_ERROR ? 'failed' : status[span] === STATUS_RUNNING ? 'blue' : 'fine'),
    keys: [
      { label: 'OK', tint: 'fine' },
      ...(status.includes(STATUS_ERROR) ? [{ label: 'Error', tint: 'failed' } as const] : []),
      ...(status.includes(STATUS_RUNNING) ? [{ label: 'Running', tint: 'blue' } as const] : []),
    ],
  };
}

function tints({ skeleton, selfUs }: TraceModel, by: 'model' | 'step' | 'service'): Tints {
  const { codes, texts, none } = {
    model: { codes: skeleton.model, texts: skeleton.models, none: 'no model' },
    step: { codes: skeleton.name, texts: skeleton.names, none: '(no name)' },
    service: { codes: skeleton.service, texts: skeleton.services, none: '(no name)' },
  }[by];
  const tookUs = new Float64Array(texts.length);
  for (let span = 0; span < codes.length; span++) if (codes[span]! >= 0) tookUs[codes[span]!]! += selfUs[span]!;
  const longest = [...tookUs.keys()].sort((a, b) => tookUs[b]! - tookUs[a]! || a - b);
  const coloured = longest.slice(0, FREE_TINTS.length);
  const tintOfCode = new Map(coloured.map((code, at) => [code, FREE_TINTS[at]!]));
  const rest = longest.length - coloured.length;
  const keys: ColourKey[] = coloured.map((code, at) => ({ label: texts[code] || none, tint: FREE_TINTS[at]! }));
  if (rest > 0) keys.push({ label: `${rest} more`, tint: 'grey' });
  else if (codes.includes(-1)) keys.push({ label: none, tint: 'grey' });
  return { keys, tintOf: (span) => tintOfCode.get(codes[span]!) ?? 'grey' };
}
