import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { isObject, own, ownList, ownText } from '@tracewright/instrumentation-core';
import { isPartOf, toolText } from './message-parts.ts';

/**
 * Messages of the content schema as numbered attributes. One text stays a text; several parts, or other ones, become
 * `contents`.
 *
 * @param prefix `llm.input_messages` or `llm.output_messages`.
 */
export function messageAttributes(prefix: string, messages: readonly unknown[]): Attributes {
  const added: Attributes = {};
  for (const [at, message] of messages.filter(isObject).entries()) {
    const place = `${prefix}.${at}.message`;
    set(added, `${place}.role`, ownText(message, 'role'));
    set(added, `${place}.name`, ownText(message, 'name'));
    const parts = ownList(message, 'parts').filter(isObject);
    for (const [call, part] of parts.filter((part) => isPartOf(part, 'tool_call')).entries()) {
      const toolCall = `${place}.tool_calls.${call}.tool_call`;
      set(added, `${toolCall}.id`, ownText(part, 'id'));
      set(added, `${toolCall}.function.name`, ownText(part, 'name'));
      set(added, `${toolCall}.function.arguments`, toolText(own(part, 'arguments')));
    }
    const response = parts.find((part) => isPartOf(part, 'tool_call_response'));
    if (response !== undefined) {
      set(added, `${place}.tool_call_id`, ownText(response, 'id'));
      set(added, `${place}.content`, toolText(own(response, 'response') ?? own(response, 'result')));
    }
    Object.assign(added, contentAttributes(place, parts.filter(isContent)));
  }
  return added;
}

/** The tools that a call offers to the model. */
export function toolAttributes(definitions: readonly unknown[]): Attributes {
  const added: Attributes = {};
  for (const [at, definition] of definitions.filter(isObject).entries()) {
    const { type = 'function', ...tool } = definition as { readonly type?: unknown };
    added[`llm.tools.${at}.tool.json_schema`] = JSON.stringify({ type, function: tool });
  }
  return added;
}

/** @param documents As in `gen_ai.retrieval.documents`. */
export function documentAttributes(documents: unknown): Attributes {
  const added: Attributes = {};
  if (!Array.isArray(documents)) return added;
  for (const [at, document] of documents.filter(isObject).entries()) {
    const place = `retrieval.documents.${at}.document`;
    set(added, `${place}.id`, ownText(document, 'id'));
    set(added, `${place}.content`, ownText(document, 'content'));
    const score = own(document, 'score');
    if (typeof score === 'number') added[`${place}.score`] = score;
    const metadata = own(document, 'metadata');
    if (metadata !== undefined) added[`${place}.metadata`] = JSON.stringify(metadata);
  }
  return added;
}

function contentAttributes(place: string, parts: readonly object[]): Attributes {
  const added: Attributes = {};
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && isPartOf(only, 'text')) {
    set(added, `${place}.content`, ownText(only, 'content'));
    return added;
  }
  for (const [at, part] of parts.entries()) {
    const content = `${place}.contents.${at}.message_content`;
    const image = imageUrl(part);
    set(added, `${content}.type`, image === undefined ? ownText(part, 'type') : 'image');
    set(added, `${content}.image.image.url`, image);
    if (image === undefined) set(added, `${content}.text`, ownText(part, 'content'));
  }
  return added;
}

/** Undefined for anything but an image that can be shown. */
function imageUrl(part: object): string | undefined {
  if (ownText(part, 'modality') !== 'image') return undefined;
  if (isPartOf(part, 'uri')) return ownText(part, 'uri');
  const data = isPartOf(part, 'blob') ? ownText(part, 'content') : undefined;
  return data === undefined ? undefined : `data:${ownText(part, 'mime_type') ?? 'image/png'};base64,${data}`;
}

/** What a reader sees of a message, as against what calls a tool or answers for one. */
function isContent(part: object): boolean {
  return !isPartOf(part, 'tool_call') && !isPartOf(part, 'tool_call_response');
}

function set(attributes: Attributes, name: string, value: AttributeValue | undefined): void {
  if (value !== undefined) attributes[name] = value;
}
