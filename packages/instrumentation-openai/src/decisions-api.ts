import { GEN_AI, type Message, type MessagePart, OPENAI } from '@tracewright/schema';
import type { Answer, Api } from './api.ts';
import { asList, asName, asObject, asText, type JsonObject } from './json-reading.ts';
import { responsesInputMessages } from './responses-items.ts';
import { responsesUsage, usageAttributes } from './usage-attributes.ts';

/** `decisions.create`, since openai 7: questions about an input, each answered by a choice, a score or a probability. */
export const DECISIONS_API: Api = {
  name: 'generate_content',
  operation: 'generate_content',
  kind: 'llm',
  requestAttributes: (body) => ({
    [OPENAI.apiType]: 'decisions',
    [GEN_AI.requestModel]: asName(body.model),
    [GEN_AI.outputType]: 'json',
  }),
  requestContent: (body) => [[GEN_AI.inputMessages, [...responsesInputMessages(body.input), questions(body)]]],
  answer: decisionAnswer,
};

function questions(body: JsonObject): Message {
  return { role: 'user', parts: asList(body.questions).map((question) => itemPart(asObject(question))) };
}

function decisionAnswer(value: unknown): Answer {
  const body = asObject(value);
  const answers = asList(body.answers).map(asObject);
  return {
    attributes: {
      [GEN_AI.responseModel]: asName(body.model),
      ...usageAttributes(responsesUsage(asObject(body.usage))),
    },
    messages: () => (answers.length === 0 ? [] : [{ role: 'assistant', parts: answers.map(itemPart) }]),
  };
}

/** The conventions have no parts for questions and decisions. */
function itemPart(item: JsonObject): MessagePart {
  return { ...item, type: 'generic', generic_type: asText(item.type) ?? 'unknown' };
}
