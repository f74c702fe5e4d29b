import type { FeedbackValue } from '@tracewright/schema';
import type { OtlpEvent } from '../otlp/otlp-request.ts';
import { storableText } from '../storable-text.ts';
import { readNumber, readText } from './read-attribute.ts';

/** What was found about a span when it was evaluated, as its sender's instrumentation says it. */
export interface Evaluation {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  /** The score, or its label where there is only that. */
  readonly value: FeedbackValue;
  /** '' where there is none. */
  readonly rationale: string;
  /** Who explains has read what was answered; a rule only has a result. */
  readonly kind: 'judge' | 'code';
  /** Nanoseconds since the Unix epoch, 0 where the sender did not say. */
  readonly timeNs: bigint;
}

/** The event of the GenAI conventions. */
const EVALUATION_EVENT = 'gen_ai.evaluation.result';
/** As long as feedback may be that comes in over the API. */
const MAX_NAME = 250;
const MAX_TEXT = 65_536;

/** Reads an event of a span. @returns undefined if it is no result of an evaluation, or none came of it */
export function evaluationOf(traceId: string, spanId: string, event: OtlpEvent): Evaluation | undefined {
  if (event.name !== EVALUATION_EVENT) return undefined;
  const { attributes, timeNs } = event;
  const text = (name: string, most = MAX_TEXT): string =>
    storableText(readText(attributes, [`gen_ai.evaluation.${name}`]).slice(0, most));
  const name = text('name', MAX_NAME);
  const label = text('score.label');
  const explanation = text('explanation');
  const score = readNumber(attributes, ['gen_ai.evaluation.score.value']);
  const value = score ?? label;
  if (name === '' || value === '') return undefined;
  const said = score === undefined ? [explanation] : [label, explanation];
  const rationale = said.filter((part) => part !== '').join(': ');
  return { traceId, spanId, name, value, rationale, kind: explanation === '' ? 'code' : 'judge', timeNs };
}
