import { valueTest } from './compare-values.ts';
import type { Expression } from './expression.ts';
import { spanValues, traceValues } from './field-values.ts';
import { spanWords } from './span-texts.ts';
import type { SpanSubject, TraceSubject } from './subject.ts';
import { containsWords, wordsOf } from './words.ts';

/** Tells whether a trace passes. */
export type TraceTest = (trace: TraceSubject) => boolean;
export type SpanTest = (span: SpanSubject) => boolean;

/**
 * What a filter on traces means: every store gives the same answers, by whatever way.
 *
 * @throws TypeError if it asks for tags or feedback, which are to be looked up before.
 */
export function traceTest(expression: Expression): TraceTest {
  switch (expression.type) {
    case 'and':
    case 'or':
      return junction(expression.type, expression.of.map(traceTest));
    case 'not': {
      const test = traceTest(expression.of);
      return (trace) => !test(trace);
    }
    case 'has': {
      const { of } = expression;
      const test = spanTest(of);
      return (trace) => {
        const known = of.type === 'text' ? trace.says(of) : undefined;
        if (known !== undefined) return known;
        for (const span of trace.spans()) if (test(span)) return true;
        return false;
      };
    }
    case 'traceIds':
      return (trace) => expression.traceIds.has(trace.row.traceId);
    case 'compare': {
      const test = valueTest(expression);
      if (expression.field === 'duplicates') return (trace) => test([trace.duplicates()]);
      return (trace) => test(traceValues(expression.field, trace.row));
    }
    case 'trace':
      return traceTest(expression.of);
    case 'text':
      return traceTest({ type: 'has', of: expression });
  }
}

/** What a filter on spans means. @throws TypeError as {@link traceTest} does. */
export function spanTest(expression: Expression): SpanTest {
  switch (expression.type) {
    case 'and':
    case 'or':
      return junction(expression.type, expression.of.map(spanTest));
    case 'not': {
      const test = spanTest(expression.of);
      return (span) => !test(span);
    }
    case 'trace': {
      const test = traceTest(expression.of);
      return (span) => test(span.trace());
    }
    case 'text': {
      const words = wordsOf(expression.text);
      return (span) =>
        span.trace().says(expression) !== false &&
        spanWords(span.sent()).some((text) => containsWords(text, words, expression.isPrefix));
    }
    case 'compare': {
      const test = valueTest(expression);
      return (span) => test(spanValues(expression.field, expression.key, span));
    }
    case 'has':
    case 'traceIds':
      return spanTest({ type: 'trace', of: expression });
  }
}

function junction<T>(type: 'and' | 'or', tests: readonly ((subject: T) => boolean)[]): (subject: T) => boolean {
  return type === 'and'
    ? (subject) => tests.every((test) => test(subject))
    : (subject) => tests.some((test) => test(subject));
}
