import { GEN_AI, OPENAI, type ToolDefinition } from '@tracewright/schema';
import { parsed, type SpanAttributes } from './call-request.ts';
import { chatChunks, chatCompletion, textCompletions } from './chat-body.ts';
import type { ModelAnswer, RecordedFailure } from './recording.ts';
import { response, responseEvents } from './responses-body.ts';

/** What of a request decides how it is answered. */
interface AskedForm {
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
}

/** What the provider would have sent: JSON, or events where the request asks for a stream. */
export function httpAnswer(answer: ModelAnswer, attributes: SpanAttributes, body: unknown): Response {
  const asked = formOf(body);
  const isStream = asked.stream === true;
  const custom = customTools(attributes);
  if (attributes[OPENAI.apiType] === 'responses') {
    return isStream
      ? eventStream(responseEvents(answer, custom), (type) => `event: ${type}\n`, '')
      : whole(response(answer, custom));
  }
  if (attributes[OPENAI.apiType] === 'chat_completions') {
    const withUsage = asked.stream_options?.include_usage === true;
    return isStream ? eventStream(chatChunks(answer, custom, withUsage)) : whole(chatCompletion(answer, custom));
  }
  const completions = textCompletions(answer, isStream);
  return isStream ? eventStream(completions) : whole(completions[0] ?? {});
}

/** Names of the offered tools whose arguments are no JSON: an answer does not tell. */
function customTools(attributes: SpanAttributes): ReadonlySet<string> {
  const tools = parsed(attributes[GEN_AI.toolDefinitions]);
  const list = Array.isArray(tools) ? (tools as readonly ToolDefinition[]) : [];
  return new Set(list.filter(({ type }) => type === 'custom').map(({ name }) => name));
}

/**
 * A refusal as the provider sent it.
 *
 * @throws TypeError as `fetch` does where no answer came
 */
export function httpFailure({ type, message, status }: RecordedFailure): Response {
  if (status === undefined) throw new TypeError('fetch failed', { cause: new Error(message) });
  // The SDK puts the status before the provider's words.
  const said = message.startsWith(`${status} `) ? message.slice(`${status} `.length) : message;
  return refusal(status, { message: said, type });
}

/** A refusal that no client tries again. */
export function refusal(status: number, error: { readonly message: string; readonly type: string }): Response {
  return Response.json(
    { error: { ...error, code: null, param: null } },
    { status, headers: { 'x-should-retry': 'false' } },
  );
}

function whole(body: object): Response {
  return Response.json(body);
}

function eventStream(
  events: readonly object[],
  before: (type: string) => string = () => '',
  end = 'data: [DONE]\n\n',
): Response {
  const texts = events.map((event) => {
    const type = 'type' in event ? String(event.type) : '';
    return `${before(type)}data: ${JSON.stringify(event)}\n\n`;
  });
  const pieces = [...texts, end].filter((text) => text !== '').values();
  const encoder = new TextEncoder();
  // One by one, as they came.
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
}

function formOf(body: unknown): AskedForm {
  if (typeof body !== 'string') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
