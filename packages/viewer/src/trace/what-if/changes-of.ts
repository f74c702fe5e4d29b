import type { StepChange } from '@tracewright/attribution';
import { spanOfId, type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';
import { type Attempt, wastedUs } from '../waterfall/attempts.ts';
import type { Choice } from './choices.ts';
import type { ModelFigures } from './model-figures.ts';

export interface Knowledge {
  /** By id of the span. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** By name of the model. */
  readonly models: ReadonlyMap<string, ModelFigures>;
}

/** Times as fast as "twice as fast" is. */
const FASTER = 2;

/** What choices mean for each span, as far as it is known; later ones win. */
export function changesOf(
  model: TraceModel,
  choices: readonly Choice[],
  knowledge: Knowledge,
): ReadonlyMap<number, StepChange> {
  const changes = new Map<number, StepChange>();
  for (const choice of choices) {
    const chosen = spanOfId(model, choice.spanId);
    if (chosen === undefined || chosen === WHOLE_TRACE) continue;
    for (const span of choice.isForAll ? spansLike(model, chosen) : [chosen]) {
      const change = changeOf(model, span, choice, knowledge);
      if (change) changes.set(span, change);
    }
  }
  return changes;
}

/** The spans of a span's name and kind, itself among them. */
export function spansLike({ skeleton, columns }: TraceModel, span: number): readonly number[] {
  const alike: number[] = [];
  for (let at = 0; at < columns.count; at++) {
    if (skeleton.name[at] === skeleton.name[span] && columns.kind[at] === columns.kind[span]) alike.push(at);
  }
  return alike;
}

function changeOf(
  model: TraceModel,
  span: number,
  choice: Choice,
  { attempts, models }: Knowledge,
): StepChange | undefined {
  switch (choice.type) {
    case 'faster':
      return { type: 'faster', factor: FASTER };
    case 'cached':
    case 'parallel':
      return { type: choice.type };
    case 'no_retries': {
      const wasted = wastedUs(attempts.get(model.ids.slice(span * 16, span * 16 + 16)) ?? []);
      return wasted > 0 ? { type: 'no_retries', wastedUs: wasted } : undefined;
    }
    case 'other_model': {
      const figures = models.get(choice.model);
      return figures && { type: 'other_model', ...asIf(model, span, figures) };
    }
  }
}

/** How long a call of another model would take, and what it would cost, for the same tokens. */
function asIf({ skeleton, columns }: TraceModel, span: number, figures: ModelFigures) {
  const inputTokens = Math.max(0, skeleton.inputTokens[span]!);
  const outputTokens = Math.max(0, skeleton.outputTokens[span]!);
  const { ttftUs, tokensPerSecond, usdPerToken, medianUs } = figures;
  const lengthUs =
    tokensPerSecond === undefined || outputTokens === 0 ? medianUs : ttftUs + (outputTokens / tokensPerSecond) * 1e6;
  return {
    // Nothing is known of that model's speed: the call takes as long as it did.
    lengthUs: lengthUs ?? columns.endUs[span]! - columns.startUs[span]!,
    costUsd: usdPerToken === undefined ? undefined : usdPerToken * (inputTokens + outputTokens),
  };
}
