/** One recorded exchange. */
export interface Recording {
  readonly id: string;
  readonly provider: string;
  readonly endpoint: string;
  readonly tags: readonly string[];
  readonly request: { readonly path: string; readonly body: Loose };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: Loose;
    readonly sse?: readonly string[];
  };
}

/** JSON as recorded, read here without any code of the package under test. */
// biome-ignore lint/suspicious/noExplicitAny: a second, independent reading of foreign JSON
export type Loose = any;

/** What a span of this exchange has to say. */
export interface Truth {
  readonly model: string | undefined;
  readonly finishReasons: readonly string[] | undefined;
  readonly text: string;
  readonly toolCalls: ReadonlyArray<{ name: string; arguments: unknown }>;
  readonly usage: Readonly<Record<string, number | undefined>>;
}

export function truthOf({ endpoint, response }: Recording): Truth {
  const chunks = (response.sse ?? [])
    .map((event) => /^data: (.*)$/m.exec(event)?.[1] ?? '[DONE]')
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as Loose);
  if (endpoint.startsWith('responses')) {
    const last = chunks.find((chunk) => chunk.type === 'response.completed');
    return responsesTruth(last?.response ?? response.body);
  }
  return response.sse === undefined ? chatTruth(response.body) : chatStreamTruth(chunks);
}

function chatTruth(body: Loose): Truth {
  const choices: Loose[] = body.choices ?? [];
  return {
    model: body.model,
    finishReasons: choices.some((choice) => choice.finish_reason)
      ? choices.map((choice) => choice.finish_reason)
      : undefined,
    text: choices.map((choice) => choice.message.content ?? '').join('|'),
    toolCalls: choices.flatMap((choice) =>
      (choice.message.tool_calls ?? []).map((call: Loose) => toolCall(call.function)),
    ),
    usage: chatUsage(body.usage),
  };
}

function chatStreamTruth(chunks: readonly Loose[]): Truth {
  const texts: string[] = [];
  const reasons: string[] = [];
  const calls: Array<{ name: string; arguments: string }> = [];
  let usage: Loose;
  for (const chunk of chunks) {
    usage = chunk.usage ?? chunk.x_groq?.usage ?? usage;
    for (const { index, delta, finish_reason: reason } of chunk.choices) {
      texts[index] = (texts[index] ?? '') + (delta?.content ?? '');
      if (reason) reasons[index] = reason;
      for (const piece of delta?.tool_calls ?? []) {
        calls[piece.index] ??= { name: '', arguments: '' };
        const call = calls[piece.index] as { name: string; arguments: string };
        call.name += piece.function?.name ?? '';
        call.arguments += piece.function?.arguments ?? '';
      }
    }
  }
  return {
    model: chunks.findLast((chunk) => chunk.model)?.model,
    finishReasons: reasons,
    text: texts.join('|'),
    toolCalls: calls.map(toolCall),
    usage: chatUsage(usage),
  };
}

function responsesTruth(response: Loose): Truth {
  const items: Loose[] = response.output;
  const calls = items.filter((item) => item.type === 'function_call');
  return {
    model: response.model,
    finishReasons: [calls.length > 0 ? 'tool_calls' : 'stop'],
    text: items
      .filter((item) => item.type === 'message')
      .flatMap((item) => item.content.map((part: Loose) => part.text))
      .join(''),
    toolCalls: calls.map(toolCall),
    usage: {
      'gen_ai.usage.input_tokens': response.usage.input_tokens,
      'gen_ai.usage.output_tokens': response.usage.output_tokens,
      'gen_ai.usage.cache_read.input_tokens': response.usage.input_tokens_details.cached_tokens,
      'gen_ai.usage.reasoning.output_tokens': response.usage.output_tokens_details.reasoning_tokens,
    },
  };
}

function chatUsage(usage: Loose): Truth['usage'] {
  return {
    'gen_ai.usage.input_tokens': usage?.prompt_tokens,
    'gen_ai.usage.output_tokens': usage?.completion_tokens,
    'gen_ai.usage.cache_read.input_tokens': usage?.prompt_tokens_details?.cached_tokens,
    'gen_ai.usage.reasoning.output_tokens': usage?.completion_tokens_details?.reasoning_tokens,
  };
}

function toolCall(call: { name: string; arguments: string }): { name: string; arguments: unknown } {
  return { name: call.name, arguments: call.arguments === '' ? '' : JSON.parse(call.arguments) };
}
