import type { Message, MessagePart, SpanContent } from '@tracewright/schema';

/** The content of a step as plain text, one thing below the other, so that two can be compared line by line. */
export interface ContentText {
  readonly input: string;
  readonly output: string;
}

/** @param content Undefined: the step is not there. */
export function contentText(content: SpanContent | undefined): ContentText {
  if (!content) return { input: '', output: '' };
  const { system, inputMessages, outputMessages, documents, input, output } = content;
  return {
    input: [...[...system, ...inputMessages].map(messageText), valueText(input)].filter(Boolean).join('\n\n'),
    output: [
      ...outputMessages.map(messageText),
      valueText(output),
      ...documents.map(({ id, content: text = '' }) => `document ${id ?? ''}\n${text}`),
    ]
      .filter(Boolean)
      .join('\n\n'),
  };
}

function messageText({ role, parts }: Message): string {
  return `${role}:\n${parts.map(partText).join('\n')}`;
}

function partText(part: MessagePart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return valueText(part.content);
    case 'tool_call':
      return `call of ${String(part.name)}\n${valueText(part.arguments)}`;
    case 'tool_call_response':
      return valueText(part.response);
    case 'blob':
      return `[${String(part.modality)}, ${String(part.content).length} characters]`;
    default:
      return valueText(part);
  }
}

function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}
