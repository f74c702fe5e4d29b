import type { SpanContent } from '@tracewright/schema';
import { answeredOf, askedOf } from './exchange.ts';
import { NO_CONTENT } from './step-facts.ts';

/**
 * What a step holds whose sender writes down its input and output as they were passed: messages where they are a
 * model's, else the values themselves.
 */
export function exchangeContent(input: unknown, output: unknown, isModel: boolean): SpanContent {
  const asked = isModel ? askedOf(input) : undefined;
  const outputMessages = isModel ? answeredOf(output) : [];
  return {
    ...NO_CONTENT,
    ...asked,
    outputMessages,
    ...(asked !== undefined || isEmpty(input) ? {} : { input }),
    ...(outputMessages.length > 0 || isEmpty(output) ? {} : { output }),
  };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
