import { GEN_AI, OTEL } from '@tracewright/schema';
import { readText } from './read-attribute.ts';
import { type Dialect, NO_CONTENT, NO_FACTS } from './step-facts.ts';

/** Spans that know nothing of models: of an HTTP server, a database, anything. */
export const plain: Dialect = {
  facts: ({ attributes, endNs }) => ({
    ...NO_FACTS,
    sessionId: readText(attributes, [OTEL.sessionId, GEN_AI.conversationId]),
    userId: readText(attributes, [OTEL.userId]),
    isPending: endNs === 0n,
  }),
  content: () => NO_CONTENT,
};
