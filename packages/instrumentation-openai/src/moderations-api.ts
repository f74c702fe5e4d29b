import { GEN_AI, OPENAI, TRACEWRIGHT } from '@tracewright/schema';
import type { Api } from './api.ts';
import { asName, asObject } from './json-reading.ts';

/** `moderations.create`. What was found tells about what was asked, and so counts as content. */
export const MODERATIONS_API: Api = {
  name: 'moderation',
  kind: 'guardrail',
  requestAttributes: (body) => ({
    [OPENAI.apiType]: 'moderations',
    [GEN_AI.requestModel]: asName(body.model),
  }),
  requestContent: (body) => [[TRACEWRIGHT.input, body.input]],
  answer: (value) => {
    const body = asObject(value);
    return {
      attributes: { [GEN_AI.responseId]: asName(body.id), [GEN_AI.responseModel]: asName(body.model) },
      messages: () => [],
      content: () => [[TRACEWRIGHT.output, body.results]],
    };
  },
};
