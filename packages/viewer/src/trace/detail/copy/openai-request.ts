import { GEN_AI, type Message, type MessagePart, type SpanDetail } from '@tracewright/schema';

/** Parameters of a request that spans keep, by what the API calls them. */
const PARAMETERS: readonly (readonly [attribute: string, parameter: string])[] = [
  [GEN_AI.requestTemperature, 'temperature'],
  [GEN_AI.requestTopP, 'top_p'],
  [GEN_AI.requestMaxTokens, 'max_completion_tokens'],
  [GEN_AI.requestFrequencyPenalty, 'frequency_penalty'],
  [GEN_AI.requestPresencePenalty, 'presence_penalty'],
  [GEN_AI.requestStopSequences, 'stop'],
  [GEN_AI.requestSeed, 'seed'],
  [GEN_AI.requestChoiceCount, 'n'],
  [GEN_AI.requestStream, 'stream'],
];

/** The call of a span as the body of a request to OpenAI's chat completions, whatever API it was made through. */
export function openaiRequest(detail: SpanDetail): Readonly<Record<string, unknown>> {
  const { attributes, content } = detail;
  const messages = [...content.system, ...content.inputMessages].flatMap(openaiMessages);
  const tools = content.tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
    },
  }));
  const parameters = PARAMETERS.flatMap(([attribute, parameter]) =>
    attributes[attribute] === undefined ? [] : [[parameter, attributes[attribute]]],
  );
  return {
    model: attributes[GEN_AI.requestModel] ?? detail.model ?? '',
    messages,
    ...(tools.length > 0 ? { tools } : {}),
    ...Object.fromEntries(parameters),
  };
}

/** A message as the API takes it; results of tools are a message each there. */
function openaiMessages({ role, name, parts }: Message): readonly object[] {
  const results = parts.flatMap((part) => (part.type === 'tool_call_response' ? [part] : []));
  if (results.length > 0) {
    return results.map(({ id, response }) => ({ role: 'tool', tool_call_id: id ?? '', content: text(response) }));
  }
  const calls = parts.flatMap((part) => (part.type === 'tool_call' ? [part] : []));
  const shown = parts.flatMap(openaiPart);
  const isText = shown.every((part) => 'text' in part);
  const content = isText ? shown.map((part) => ('text' in part ? part.text : '')).join('\n') : shown;
  return [
    {
      role,
      ...(name === undefined ? {} : { name }),
      content: shown.length === 0 && calls.length > 0 ? null : content,
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(openaiCall) }),
    },
  ];
}

function openaiCall({ id, name, arguments: given }: Extract<MessagePart, { readonly type: 'tool_call' }>): object {
  return { id: id ?? '', type: 'function', function: { name, arguments: text(given ?? {}) } };
}

type OpenaiPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

/** What a request can carry of a part; reasoning and what else models alone say is left out. */
function openaiPart(part: MessagePart): readonly OpenaiPart[] {
  if (part.type === 'text') return [{ type: 'text', text: String(part.content) }];
  if (part.type === 'uri' && part.modality === 'image')
    return [{ type: 'image_url', image_url: { url: String(part.uri) } }];
  if (part.type === 'blob' && part.modality === 'image')
    return [{ type: 'image_url', image_url: { url: `data:${String(part.mime_type)};base64,${String(part.content)}` } }];
  return [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
