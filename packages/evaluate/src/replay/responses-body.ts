import type { MessagePart } from '@tracewright/schema';
import { present } from './call-request.ts';
import { argumentsText } from './chat-body.ts';
import { inPieces } from './pieces.ts';
import type { ModelAnswer } from './recording.ts';

const CREATED = 1_767_225_600;

type Item = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/** A response as OpenAI's interface has it. @param customTools names of those that take a text for arguments */
export function response(answer: ModelAnswer, customTools: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const [reason] = answer.finishReasons ?? [];
  const isCut = reason === 'length' || reason === 'content_filter';
  return present({
    ...unfinished(answer),
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: reason === 'length' ? 'max_output_tokens' : reason } : null,
    output: itemsOf(
      answer.messages.flatMap(({ parts }) => parts),
      customTools,
    ),
    usage: responsesUsage(answer),
    service_tier: answer.serviceTier,
  });
}

/** The same as the events of a stream. */
export function responseEvents(answer: ModelAnswer, customTools: ReadonlySet<string>): readonly object[] {
  const whole = response(answer, customTools);
  const events: object[] = [];
  const say = (type: string, fields: object): void =>
    void events.push({ type, sequence_number: events.length, ...fields });
  const begun = { ...unfinished(answer), status: 'in_progress', output: [], usage: null };
  say('response.created', { response: begun });
  say('response.in_progress', { response: begun });
  const items = whole.output as readonly Item[];
  for (const [output_index, item] of items.entries()) {
    const place = { item_id: item.id, output_index };
    const open = { ...item, ...(item.status === undefined ? {} : { status: 'in_progress' }) };
    if (item.type === 'message') {
      say('response.output_item.added', { output_index, item: { ...open, content: [] } });
      for (const [content_index, part] of (item.content as readonly ContentPart[]).entries()) {
        sayPart(say, { ...place, content_index }, part, (answer.chunks ?? 8) - 7);
      }
    } else if (item.type === 'function_call') {
      say('response.output_item.added', { output_index, item: { ...open, arguments: '' } });
      say('response.function_call_arguments.delta', { ...place, delta: item.arguments });
      say('response.function_call_arguments.done', { ...place, name: item.name, arguments: item.arguments });
    } else {
      say('response.output_item.added', { output_index, item: open });
    }
    say('response.output_item.done', { output_index, item });
  }
  say(whole.status === 'incomplete' ? 'response.incomplete' : 'response.completed', { response: whole });
  return events;
}

type ContentPart =
  | { readonly type: 'output_text'; readonly text: string }
  | { readonly type: 'refusal'; readonly refusal: string };

function sayPart(say: (type: string, fields: object) => void, place: object, part: ContentPart, count: number): void {
  const isText = part.type === 'output_text';
  const text = isText ? part.text : part.refusal;
  const name = isText ? 'output_text' : 'refusal';
  const none = isText ? { logprobs: [] } : {};
  say('response.content_part.added', { ...place, part: { ...part, ...(isText ? { text: '' } : { refusal: '' }) } });
  for (const delta of inPieces(text, count)) say(`response.${name}.delta`, { ...place, delta, ...none });
  say(`response.${name}.done`, { ...place, [isText ? 'text' : 'refusal']: text, ...none });
  say('response.content_part.done', { ...place, part });
}

function unfinished(answer: ModelAnswer): object {
  return {
    id: answer.id ?? 'resp_replayed',
    object: 'response',
    created_at: CREATED,
    model: answer.model ?? '',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
  };
}

/** Texts that follow each other are one message. */
function itemsOf(parts: readonly MessagePart[], customTools: ReadonlySet<string>): readonly Item[] {
  const items: Item[] = [];
  for (const part of parts) {
    const id = `item_${items.length}`;
    const content = contentOf(part);
    const last = items.at(-1);
    if (content === undefined) items.push(itemOf(part, id, customTools));
    else if (last?.type === 'message') (last.content as object[]).push(content);
    else items.push({ type: 'message', id, role: 'assistant', status: 'completed', content: [content] });
  }
  return items;
}

function contentOf(part: MessagePart): object | undefined {
  if (part.type === 'text') return { type: 'output_text', text: part.content, annotations: [], logprobs: [] };
  const isRefusal = part.type === 'generic' && part.generic_type === 'refusal';
  return isRefusal ? { type: 'refusal', refusal: String(part.content) } : undefined;
}

function itemOf(part: MessagePart, id: string, customTools: ReadonlySet<string>): Item {
  switch (part.type) {
    case 'reasoning':
      return { type: 'reasoning', id, summary: [{ type: 'summary_text', text: part.content }] };
    case 'tool_call': {
      const call = { id, status: 'completed', name: part.name, call_id: part.id ?? id };
      const given = argumentsText(part.arguments);
      if (customTools.has(part.name)) return { ...call, type: 'custom_tool_call', input: given };
      return { ...call, type: 'function_call', arguments: given };
    }
    case 'server_tool_call': {
      const { type, ...details } = part.server_tool_call as { readonly type?: string };
      return { ...details, type: `${type ?? part.name}_call`, id: part.id ?? id, status: 'completed' };
    }
    default:
      return { ...part, type: part.type === 'generic' ? String(part.generic_type) : part.type, id };
  }
}

function responsesUsage({ usage }: ModelAnswer): object | undefined {
  if (usage === undefined) return undefined;
  const { input = 0, output = 0, cacheRead = 0, reasoning = 0 } = usage;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
