import type { AggregateBy } from '@tracewright/schema';
import { askedSpans, askedTraces } from '../api/asked.ts';
import type { DashState, Split, Subject } from './dash-state.ts';
import { type GroupKey, groupCondition } from './group-key.ts';

/** Groups that are listed. */
const MAX_GROUPS = 50;
/** Models that are compared. */
const MAX_MODELS = 30;

const DIMENSIONS: Readonly<Record<Split, readonly AggregateBy[]>> = {
  none: [],
  provider: ['provider'],
  model: ['model'],
  step: ['name'],
  user: ['user'],
  prompt: ['prompt', 'promptVersion'],
};

/** Which spans the figures are of, in the filter language; '' for all. */
export const SUBJECT_CONDITION: Readonly<Record<Subject, string>> = { llm: 'kind = llm', steps: '', traces: '' };

/** Figures of every group, and of all together. */
export function groupsQuestion(state: DashState, nowMs: number): string {
  return aggregates(state, nowMs, '', { by: DIMENSIONS[state.split].join(), limit: String(MAX_GROUPS) });
}

/** Figures over time, of some groups each. @param groups Empty where nothing is split. */
export function timeQuestion(state: DashState, groups: readonly GroupKey[], nowMs: number): string {
  const chosen = groups.map((key) => groupCondition(state.split, key));
  // A list of times is cut at its end where there are too many groups, so that only those that are drawn are asked for.
  const also = chosen.length === 0 ? '' : `(${chosen.map((condition) => `(${condition})`).join(' OR ')})`;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return aggregates(state, nowMs, also, { by: ['time', ...DIMENSIONS[state.split]].join(), zone });
}

/** Figures of each model's calls, whatever the figures of the page are of. */
export function modelsQuestion({ filter, range }: DashState, nowMs: number): string {
  const query = askedSpans({ filter, ...range }, 'kind = llm AND model IS NOT NULL', nowMs);
  query.set('by', 'provider,model');
  query.set('limit', String(MAX_MODELS));
  return `/api/v1/aggregates?${query}`;
}

/** What was said about traces. @param also In the filter language, of traces; '' for all. */
export function feedbackQuestion({ filter, range }: DashState, also: string, nowMs: number): string {
  const conditions = [filter.trim() && `(${filter})`, also].filter(Boolean);
  return `/api/v1/feedback-summary?${askedTraces({ filter: conditions.join(' AND '), ...range }, {}, nowMs)}`;
}

function aggregates(
  { filter, range, subject }: DashState,
  nowMs: number,
  also: string,
  more: Readonly<Record<string, string>>,
): string {
  const conditions = [SUBJECT_CONDITION[subject], also].filter(Boolean).join(' AND ');
  const query =
    subject === 'traces'
      ? askedTraces(
          { filter: [filter.trim() && `(${filter})`, also].filter(Boolean).join(' AND '), ...range },
          {},
          nowMs,
        )
      : askedSpans({ filter, ...range }, conditions, nowMs);
  query.set('of', subject === 'traces' ? 'traces' : 'spans');
  for (const [name, value] of Object.entries(more)) if (value !== '') query.set(name, value);
  return `/api/v1/aggregates?${query}`;
}
