import type { FieldName } from './fields.ts';

/**
 * A filter, parsed. What it means stands in `evaluate.ts`: stores answer the same, however they do it. It goes from
 * thread to thread as it is.
 */
export type Expression = Junction | Negation | Has | OfTrace | Comparison | FullText | TraceIds;

/** `and` of nothing is true, `or` of nothing false. */
export interface Junction {
  readonly type: 'and' | 'or';
  readonly of: readonly Expression[];
}

export interface Negation {
  readonly type: 'not';
  readonly of: Expression;
}

/** Of a trace: it has a span for which this holds. */
export interface Has {
  readonly type: 'has';
  readonly of: Expression;
}

/** Of a span: this holds for its trace. */
export interface OfTrace {
  readonly type: 'trace';
  readonly of: Expression;
}

/** A field may have no value, one, or several: then one that compares is enough, but `!=` wants all to differ. */
export interface Comparison {
  readonly type: 'compare';
  readonly field: FieldName;
  /** '' unless the field has keys. */
  readonly key: string;
  readonly operator: Operator;
  /** One, but none for `exists` and any number for `in`. Times are bigints of ns, durations µs, money nano-USD. */
  readonly values: readonly FilterValue[];
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'ilike' | 'rlike' | 'in' | 'exists';

export type FilterValue = string | number | boolean | bigint;

/** Of a span: its texts contain these words one behind the other. */
export interface FullText {
  readonly type: 'text';
  readonly text: string;
  /** The last word may go on. */
  readonly isPrefix: boolean;
}

/** Of a trace: it is one of these. Stands where something outside the store of spans was asked for. */
export interface TraceIds {
  readonly type: 'traceIds';
  readonly traceIds: ReadonlySet<string>;
}

/** The filter that everything passes. */
export const MATCH_ALL: Junction = { type: 'and', of: [] };

/** All of these at once, without needless layers. */
export function allOf(...expressions: readonly Expression[]): Expression {
  const of = expressions.flatMap((each) => (each.type === 'and' ? each.of : [each]));
  return of.length === 1 ? of[0]! : { type: 'and', of };
}

/** A comparison with one value, for filters that are made by code. */
export function compare(field: FieldName, operator: Operator, ...values: readonly FilterValue[]): Comparison {
  return { type: 'compare', field, key: '', operator, values };
}

/** The same with every node replaced by what `change` makes of it; undefined leaves a node and goes into it. */
export function rewrite(expression: Expression, change: (node: Expression) => Expression | undefined): Expression {
  const changed = change(expression);
  if (changed !== undefined) return changed;
  switch (expression.type) {
    case 'and':
    case 'or':
      return { type: expression.type, of: expression.of.map((each) => rewrite(each, change)) };
    case 'not':
    case 'has':
    case 'trace':
      return { type: expression.type, of: rewrite(expression.of, change) };
    default:
      return expression;
  }
}

/** Every node, outer ones first. */
export function* nodesOf(expression: Expression): Generator<Expression> {
  yield expression;
  switch (expression.type) {
    case 'and':
    case 'or':
      for (const each of expression.of) yield* nodesOf(each);
      break;
    case 'not':
    case 'has':
    case 'trace':
      yield* nodesOf(expression.of);
  }
}
