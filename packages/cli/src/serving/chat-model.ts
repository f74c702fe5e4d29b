import { trace } from '@tracewright/autolog';
import type { AppModel, AppTool } from '@tracewright/client';
import type { Usage } from '@tracewright/schema';
import { ServingError, type ServingErrorCode } from './serving-error.ts';

/** A message as OpenAI's interface has it. */
export type ModelMessage = Readonly<Record<string, unknown>> & { readonly role: string };

export interface ToolCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

/** What a model has answered. */
export interface ModelAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: string;
  readonly usage: Usage;
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tools?: readonly AppTool[] | undefined;
  readonly signal: AbortSignal;
}

/** Where models are asked, by an interface like OpenAI's. */
export interface ModelAccess {
  readonly baseUrl: string;
  /** Of that host: an application that names another is asked without it. */
  readonly apiKey: string | undefined;
}

interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number };
}

interface WireChunk {
  /** In place of anything else, when the model breaks off. */
  readonly error?: { readonly message?: string } | null;
  readonly usage?: WireUsage | null;
  readonly choices?: readonly {
    readonly finish_reason?: string | null;
    readonly delta?: { readonly content?: string | null };
  }[];
}

interface WireAnswer {
  readonly usage?: WireUsage;
  readonly choices?: readonly {
    readonly finish_reason?: string | null;
    readonly message?: { readonly content?: string | null; readonly tool_calls?: readonly ToolCall[] };
  }[];
}

/** The model of an application; each request is a step of the trace. */
export class ChatModel {
  readonly #model: AppModel;
  readonly #access: ModelAccess;

  constructor(model: AppModel, access: ModelAccess) {
    this.#model = model;
    this.#access = access;
  }

  /** @throws ServingError where it cannot answer */
  async ask(request: ModelRequest): Promise<ModelAnswer> {
    return trace(`chat ${this.#model.name}`, { kind: 'llm' }, async (step) => {
      step.setModel(this.#model.name, this.#model.provider);
      step.setInput(request.messages);
      const response = await this.#send(request, {});
      const { choices: [choice] = [], usage } = await readAnswer(response);
      const answer: ModelAnswer = {
        text: choice?.message?.content ?? '',
        toolCalls: choice?.message?.tool_calls ?? [],
        finishReason: choice?.finish_reason ?? 'stop',
        usage: readUsage(usage),
      };
      step.setUsage(answer.usage);
      step.setOutput(answer.toolCalls.length === 0 ? answer.text : answer.toolCalls);
      return answer;
    });
  }

  /** The text of the answer as it comes, and in the end the whole of it. */
  stream(request: ModelRequest): AsyncGenerator<string, ModelAnswer, undefined> {
    const send = () => this.#send(request, { stream: true, stream_options: { include_usage: true } });
    const { name, provider } = this.#model;
    return trace(`chat ${name}`, { kind: 'llm' }, async function* (step) {
      step.setModel(name, provider);
      step.setInput(request.messages);
      const answer = { text: '', toolCalls: [], finishReason: 'stop', usage: {} as Usage };
      let hasEnded = false;
      for await (const data of eventData(await send())) {
        if (data === '[DONE]') {
          hasEnded = true;
          break;
        }
        const { error, choices: [choice] = [], usage } = JSON.parse(data) as WireChunk;
        if (error) throw new ServingError('TEMPORARILY_UNAVAILABLE', `the model broke off: ${error.message ?? data}`);
        if (usage) answer.usage = readUsage(usage);
        if (choice?.finish_reason) {
          answer.finishReason = choice.finish_reason;
          hasEnded = true;
        }
        const piece = choice?.delta?.content ?? '';
        if (piece === '') continue;
        answer.text += piece;
        yield piece;
      }
      // Not every connection that is cut says so: half an answer is not to pass for a whole one.
      if (!hasEnded) throw new ServingError('TEMPORARILY_UNAVAILABLE', 'the model broke off: its stream has no end');
      step.setUsage(answer.usage);
      step.setOutput(answer.text);
      return answer;
    });
  }

  async #send(request: ModelRequest, more: object): Promise<Response> {
    const baseUrl = this.#model.baseUrl ?? this.#access.baseUrl;
    const apiKey = this.#keyFor(baseUrl);
    // Whether it comes in pieces is not for a parameter to say: nobody would read them.
    const { stream: _, stream_options: __, ...parameters } = request.parameters;
    const tools = request.tools?.map((tool) => ({ type: 'function', function: tool }));
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({
        ...parameters,
        ...(tools && tools.length > 0 && { tools }),
        model: this.#model.name,
        messages: request.messages,
        ...more,
      }),
      signal: request.signal,
    }).catch((cause: unknown) => {
      request.signal.throwIfAborted();
      throw new ServingError('TEMPORARILY_UNAVAILABLE', `the model at ${baseUrl} cannot be reached`, { cause });
    });
    if (response.ok) return response;
    const said = (await response.text()).slice(0, 500);
    throw new ServingError(codeOf(response.status), `the model at ${baseUrl} answered ${response.status}: ${said}`, {
      retryAfter: response.headers.get('retry-after') ?? undefined,
    });
  }

  /** Whoever logs an application chooses its address: a key must not go to wherever he likes. */
  #keyFor(baseUrl: string): string | undefined {
    const isSame = URL.parse(baseUrl)?.origin === URL.parse(this.#access.baseUrl)?.origin;
    return isSame ? this.#access.apiKey : undefined;
  }
}

/** What a refusal of the model is to the caller: his parameters, too many calls, or nothing that he can change. */
function codeOf(status: number): ServingErrorCode {
  if (status === 429) return 'RESOURCE_EXHAUSTED';
  if (status === 408 || status >= 500) return 'TEMPORARILY_UNAVAILABLE';
  return [400, 413, 422].includes(status) ? 'INVALID_PARAMETER_VALUE' : 'INTERNAL_ERROR';
}

async function readAnswer(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  try {
    return JSON.parse(text) as WireAnswer;
  } catch (cause) {
    throw new ServingError('INTERNAL_ERROR', `the model at ${response.url} did not answer with JSON`, { cause });
  }
}

/** What stands in the events of a stream; `[DONE]` in the last one. */
async function* eventData(response: Response): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const text of (response.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, data = ''] = /^data: ?(.*?)\r?$/s.exec(line) ?? [];
      if (data !== '') yield data;
    }
  }
}

function readUsage(usage: WireUsage | undefined): Usage {
  return {
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
    cacheReadInputTokens: usage?.prompt_tokens_details?.cached_tokens,
    reasoningOutputTokens: usage?.completion_tokens_details?.reasoning_tokens,
  };
}
