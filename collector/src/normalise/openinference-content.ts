import type { SpanContent } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { documentsOf } from './documents.ts';
import { readFlattened } from './flattened.ts';
import { isRecord, type JsonRecord, recordsOf } from './json-record.ts';
import { messagesOf, splitSystem, toolsOf } from './messages.ts';
import { parsedJson, readJson, readText } from './read-attribute.ts';

/** What a span of OpenInference holds: its lists are taken apart into attributes and put together again here. */
export function openinferenceContent({ attributes }: OtlpSpan): SpanContent {
  const asked = splitSystem(messagesOf(flatMessages(attributes, 'llm.input_messages'), 'user'));
  const answered = messagesOf(flatMessages(attributes, 'llm.output_messages'), 'assistant');
  // A model's span repeats the raw request and answer here; they say nothing that the messages do not.
  const input = asked.rest.length > 0 ? undefined : (sideOf(attributes, 'input') ?? embedded(attributes));
  const output = answered.length > 0 ? undefined : sideOf(attributes, 'output');
  return {
    system: asked.system,
    inputMessages: asked.rest,
    outputMessages: answered,
    tools: toolsOf(recordsOf(readFlattened(attributes, 'llm.tools')).map(toolOf)),
    documents: documents(attributes),
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    truncated: [],
  };
}

function flatMessages(attributes: Attributes, prefix: string): readonly JsonRecord[] {
  return recordsOf(readFlattened(attributes, prefix)).map((item) => {
    const message = isRecord(item.message) ? item.message : item;
    const contents = recordsOf(message.contents).map((part) => part.message_content ?? part);
    const calls = recordsOf(message.tool_calls).map((call) => call.tool_call ?? call);
    const content = contents.length > 0 ? contents : message.content;
    return { ...message, content, tool_calls: calls };
  });
}

function sideOf(attributes: Attributes, side: 'input' | 'output'): unknown {
  const text = readText(attributes, [`${side}.value`]);
  if (text === '') return undefined;
  return readText(attributes, [`${side}.mime_type`]) === 'application/json' ? parsedJson(text) : text;
}

function embedded(attributes: Attributes): unknown {
  const items = recordsOf(readFlattened(attributes, 'embedding.embeddings'));
  const texts = items.flatMap(({ embedding }) =>
    isRecord(embedding) ? [embedding['embedding.text'] ?? embedding.text] : [],
  );
  if (texts.length > 0) return texts;
  return readJson(attributes, ['tool.parameters']);
}

function toolOf(item: JsonRecord): unknown {
  const tool = isRecord(item.tool) ? item.tool : item;
  return typeof tool.json_schema === 'string' ? parsedJson(tool.json_schema) : tool.json_schema;
}

function documents(attributes: Attributes): SpanContent['documents'] {
  const found =
    readFlattened(attributes, 'retrieval.documents') ?? readFlattened(attributes, 'reranker.output_documents');
  return documentsOf(found).map((document) =>
    typeof document.metadata === 'string' ? { ...document, metadata: parsedJson(document.metadata) } : document,
  );
}
