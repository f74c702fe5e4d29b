import type { AggregateAnswer, AggregateGroup, FeedbackSummary, Page } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';
import { useAnswer, useAsked } from '../../api/use-answer.ts';
import { filterValue } from '../../format/filter-literal.ts';
import { formatQuery } from '../../url/query.ts';

/** Versions whose figures are asked for, and of those that were called most, whose feedback: each takes a question. */
const MAX_VERSIONS = 200;
const MAX_SCORED = 8;
/** Scores that have a column. */
const MAX_SCORES = 3;

/** What the calls that used a prompt took, version by version. */
export interface PromptFigures {
  readonly byVersion: ReadonlyMap<string, AggregateGroup>;
  /** Names of the feedback with numbers on their traces, the most given first. */
  readonly scoreNames: readonly string[];
  /** Mean; undefined where there is none. */
  readonly scoreOf: (version: string, score: string) => number | undefined;
}

/** A filter of the traces that used a version of a prompt. */
export function tracesOfPrompt(name: string, version: string): string {
  return `has(prompt = ${filterValue(name)} AND prompt_version = ${filterValue(version)})`;
}

export function usePromptFigures(name: string): PromptFigures {
  const query = { of: 'spans', filter: `prompt = ${filterValue(name)}`, by: 'promptVersion' };
  const path = `/api/v1/aggregates${formatQuery({ ...query, limit: String(MAX_VERSIONS) })}`;
  const groups = useAnswer<AggregateAnswer>(path).value?.groups ?? [];
  const byVersion = new Map(groups.flatMap((group) => (group.key[0] ? [[group.key[0], group] as const] : [])));
  const scored = [...byVersion.keys()].slice(0, MAX_SCORED);
  const feedback = useAsked(scored.length > 0 ? `scores of ${name} ${scored.join()}` : undefined, (abort) =>
    Promise.all(
      scored.map((version) => {
        const filter = tracesOfPrompt(name, version);
        return getJson<Page<FeedbackSummary>>(`/api/v1/feedback-summary${formatQuery({ filter })}`, abort);
      }),
    ),
  ).value;
  const summaries = feedback?.flatMap(({ items }) => items.filter(({ mean }) => mean !== null)) ?? [];
  return {
    byVersion,
    scoreNames: [...new Set(summaries.map((summary) => summary.name))].slice(0, MAX_SCORES),
    scoreOf: (version, score) =>
      feedback?.[scored.indexOf(version)]?.items.find((summary) => summary.name === score)?.mean ?? undefined,
  };
}
