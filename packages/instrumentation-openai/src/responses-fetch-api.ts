import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';
import { GEN_AI, OPENAI } from '@tracewright/schema';
import type { Answer, Api } from './api.ts';
import { asName, asObject, asText, type JsonObject } from './json-reading.ts';
import type { ResponseLedger } from './response-ledger.ts';
import { RESPONSES_API, responsesAnswer } from './responses-api.ts';
import { ResponsesStreamReader } from './responses-stream.ts';
import { withoutUsageAttributes } from './usage-attributes.ts';

/** The APIs of one response's life: begun by `create`, looked at by `retrieve`, ended early by `cancel`. */
export interface ResponsesApis {
  readonly create: Api;
  readonly retrieve: Api;
  readonly cancel: Api;
}

/** @param ledger what these APIs tell each other of responses that run in the background */
export function responsesApis(ledger: ResponseLedger): ResponsesApis {
  const create: Api = { ...RESPONSES_API, written: (body, span) => noteCreated(ledger, asObject(body), span) };
  const retrieve: Api = {
    name: 'fetch_response',
    operation: 'fetch_response',
    kind: 'llm',
    request: ([id, query]) => ({ response_id: id, stream: asObject(query).stream }),
    requestAttributes: (request) => ({
      [OPENAI.apiType]: 'responses',
      [GEN_AI.responseId]: asName(request.response_id),
      [GEN_AI.requestStream]: request.stream === true ? true : undefined,
    }),
    requestContent: () => [],
    origin: (request) => ledger.creatorOf(asText(request.response_id) ?? ''),
    answer: (body) => countedOnce(ledger, asObject(body)),
    written: (body) => noteFetched(ledger, asObject(body)),
    stream: (keepContent) => new ResponsesStreamReader(keepContent, (response) => countedOnce(ledger, response)),
  };
  // It asks no model for anything, but what it answers with may be the last that is heard of the response.
  return { create, retrieve, cancel: { ...retrieve, name: 'responses.cancel' } };
}

/** Other responses are over with the call that made them: nothing of theirs is left to be counted. */
function noteCreated(ledger: ResponseLedger, body: JsonObject, span: SpanContext): void {
  const id = asText(body.id);
  if (id === undefined || !(body.background === true || isRunning(body))) return;
  // Without a tracer provider there is no span to go back to.
  ledger.created(id, isSpanContextValid(span) ? span : undefined);
  if (hasUsage(body)) ledger.counted(id);
}

function noteFetched(ledger: ResponseLedger, body: JsonObject): void {
  const id = asText(body.id);
  if (id !== undefined && hasUsage(body) && isDue(ledger, id, body)) ledger.counted(id);
}

/** The answer, without the usage if a span has it already. */
function countedOnce(ledger: ResponseLedger, body: JsonObject): Answer {
  const answer = responsesAnswer(body);
  if (isDue(ledger, asText(body.id) ?? '', body)) return answer;
  return { ...answer, attributes: withoutUsageAttributes(answer.attributes), reportedCostUsd: undefined };
}

/** A response of another process counts here if it ran in the background: the call that began it saw no usage. */
function isDue(ledger: ResponseLedger, id: string, body: JsonObject): boolean {
  return !isRunning(body) && !ledger.isCounted(id) && (body.background === true || ledger.isKnown(id));
}

function isRunning(body: JsonObject): boolean {
  return body.status === 'queued' || body.status === 'in_progress';
}

function hasUsage(body: JsonObject): boolean {
  return Object.keys(asObject(body.usage)).length > 0;
}
