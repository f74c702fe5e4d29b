import type { SaidField, TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { valueTest } from './compare-values.ts';
import { type Comparison, type Expression, type FilterValue, nodesOf, rewrite } from './expression.ts';

/** What people and judges have added to traces. */
export type Notes = Pick<TraceNoteStore, 'tracesWithTag' | 'judgements' | 'tracesSaid'>;

/**
 * Puts the traces that have such tags and feedback in the place of conditions on them, which no store of spans knows,
 * and those beside conditions on runs, sessions and users of which a client has said so.
 */
export async function resolveNotes(expression: Expression, workspaceId: string, notes: Notes): Promise<Expression> {
  const found = new Map<Expression, Expression>();
  for (const node of nodesOf(expression)) {
    if (node.type !== 'compare') continue;
    if (node.field === 'run' || node.field === 'session' || node.field === 'user') {
      found.set(node, await withSaid(node, node.field, workspaceId, notes));
    }
    if (node.field !== 'tags' && node.field !== 'feedback') continue;
    const values = node.field === 'tags' ? tags(node, workspaceId, notes) : feedback(node, workspaceId, notes);
    found.set(node, tracesWith(node, await values));
  }
  return found.size === 0 ? expression : rewrite(expression, (node) => found.get(node));
}

/** What traces have in some field; those that have nothing are left out. */
export type ValuesOfTraces = ReadonlyMap<string, readonly FilterValue[]>;

async function tags({ key }: Comparison, workspaceId: string, notes: Notes): Promise<ValuesOfTraces> {
  return new Map((await notes.tracesWithTag(workspaceId, key)).map(({ traceId, value }) => [traceId, [value]]));
}

/** A trace passes by what its spans say, or by what was said of the whole; where nothing is asked for, if neither says anything. */
async function withSaid(node: Comparison, field: SaidField, workspaceId: string, notes: Notes): Promise<Expression> {
  const [wanted] = node.values;
  const isNothing = node.operator === '=' && wanted === '';
  const isOne = node.operator === '=' && !isNothing;
  const said = await notes.tracesSaid(workspaceId, field, isOne ? String(wanted) : undefined);
  if (said.length === 0) return node;
  const values = new Map(
    [...Map.groupBy(said, ({ traceId }) => traceId)].map(([id, of]) => [id, of.map(({ value }) => value)]),
  );
  return { type: isNothing ? 'and' : 'or', of: [node, tracesWith(node, values)] };
}

async function feedback({ key }: Comparison, workspaceId: string, notes: Notes): Promise<ValuesOfTraces> {
  const judgements = await notes.judgements(workspaceId, key);
  return new Map(
    [...Map.groupBy(judgements, ({ traceId }) => traceId)].map(([id, of]) => [id, of.map(({ value }) => value)]),
  );
}

/** The traces that pass a comparison with what they have. */
export function tracesWith(comparison: Comparison, values: ValuesOfTraces): Expression {
  const test = valueTest(comparison);
  // What passes without any value passes for all traces that are not among these.
  const passesWithout = test([]);
  const traceIds = new Set<string>();
  for (const [traceId, of] of values) if (test(of) !== passesWithout) traceIds.add(traceId);
  const among: Expression = { type: 'traceIds', traceIds };
  return passesWithout ? { type: 'not', of: among } : among;
}
