import type { ScoredRow } from '../../scorers/scorer.ts';
import { ScorerError } from '../../scorers/scorer-error.ts';

/** What a judge may be shown of a row. */
export const ROW_VALUES = ['inputs', 'outputs', 'expectations', 'context'] as const;
export type RowValue = (typeof ROW_VALUES)[number];

/**
 * A value of the row by its path, such as `inputs.question`.
 *
 * @throws ScorerError where the row has none
 */
export function rowValue(row: ScoredRow, path: string): unknown {
  const [root, ...fields] = path.split('.');
  let value: unknown = root === 'context' ? contextOf(row) : row[root as Exclude<RowValue, 'context'>];
  for (const field of fields) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
  }
  if (value !== undefined && !isEmptyRecord(value)) return value;
  const code = root === 'expectations' ? 'EXPECTATION_MISSING' : 'VALUE_UNSUITABLE';
  throw new ScorerError(code, `the row has no ${path} that this judge could read`);
}

/**
 * What the answer was to stand on: the row's own context, else what retrievers found while it ran.
 *
 * @throws ScorerError `TRACE_INCOMPLETE` where there is neither
 */
export function contextOf({ context, trace }: ScoredRow): unknown {
  if (context !== undefined && context !== null) return context;
  if (trace.documents.length > 0) return trace.documents.map(({ content }) => content);
  throw new ScorerError('TRACE_INCOMPLETE', 'the row has no context, and no retriever was recorded while it ran');
}

/** The context piece by piece, as texts. */
export function contextPieces(row: ScoredRow): readonly string[] {
  const context = contextOf(row);
  return (Array.isArray(context) ? (context as readonly unknown[]) : [context]).map(pieceText);
}

/** A value as a judge reads it: texts as they are, lists numbered from 1, everything else as JSON. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).map((part, index) => `[${index + 1}] ${pieceText(part)}`).join('\n');
  }
  return pieceText(value);
}

/** Documents have their text in one of two fields: ours, and LangChain's. */
function pieceText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    const { content, pageContent } = value as { readonly content?: unknown; readonly pageContent?: unknown };
    if (typeof content === 'string' && !('role' in value)) return content;
    if (typeof pageContent === 'string') return pageContent;
  }
  return JSON.stringify(value, undefined, 1) ?? String(value);
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
