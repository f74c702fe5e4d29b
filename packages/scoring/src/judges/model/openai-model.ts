import type { JudgeModel, JudgeReply, JudgeRequest } from './judge-model.ts';
import { readJson } from './read-json.ts';
import { withSchemaInWords } from './schema-in-words.ts';

/** A client of the `openai` package, or one that is asked in the same way. */
export interface OpenAIClient {
  readonly chat: {
    readonly completions: {
      create(body: object, options?: { readonly signal?: AbortSignal }): PromiseLike<unknown>;
    };
  };
}

export interface OpenAIModelOptions {
  readonly model: string;
  /** Of an answer, reasoning included. Default: the provider's. */
  readonly maxTokens?: number;
  /** Of models that reason, such as `low`. Default: the provider's. */
  readonly reasoningEffort?: string;
}

/** What providers beside OpenAI refuse, in the order in which it is given up. */
type Refusable = 'json_schema' | 'json_object' | 'temperature' | 'seed';

/**
 * Asks a model by OpenAI's chat completions for JSON that fits the schema. Where a provider or model refuses structured
 * output, a temperature or a seed (status 400 or 422 that names it), it is asked without, now and from then on; without
 * structured output the schema is said in words.
 */
export function openaiModel(client: OpenAIClient, options: OpenAIModelOptions): JudgeModel {
  const { model, maxTokens, reasoningEffort } = options;
  const refused = new Set<Refusable>();
  return {
    name: model,
    settings: {
      ...(maxTokens !== undefined && { maxTokens }),
      ...(reasoningEffort !== undefined && { reasoningEffort }),
    },
    async complete(request) {
      for (;;) {
        // Of this very request: others that are under way may be refused the same meanwhile.
        const without: ReadonlySet<Refusable> = new Set(refused);
        const body = { model, ...bodyOf(request, without), ...limits(options) };
        try {
          const asked = client.chat.completions.create(body, request.signal ? { signal: request.signal } : {});
          return replyOf((await asked) as Completion, model);
        } catch (error) {
          const culprit = refusedBy(error, without, request);
          if (culprit === undefined) throw error;
          refused.add(culprit);
        }
      }
    },
  };
}

function limits({ maxTokens, reasoningEffort }: OpenAIModelOptions): object {
  return {
    ...(maxTokens !== undefined && { max_completion_tokens: maxTokens }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
  };
}

function bodyOf(request: JudgeRequest, refused: ReadonlySet<Refusable>): object {
  const { messages, schema, schemaName, temperature, seed } = request;
  const parameters = {
    ...(!refused.has('temperature') && { temperature }),
    ...(seed !== undefined && !refused.has('seed') && { seed }),
  };
  if (!refused.has('json_schema')) {
    const format = { type: 'json_schema', json_schema: { name: schemaName, strict: true, schema } };
    return { ...parameters, messages, response_format: format };
  }
  const inWords = { ...parameters, messages: withSchemaInWords(messages, schema) };
  return refused.has('json_object') ? inWords : { ...inWords, response_format: { type: 'json_object' } };
}

/** Which part of the request an error is about; undefined where it is about none that can be left out. */
function refusedBy(error: unknown, without: ReadonlySet<Refusable>, { seed }: JudgeRequest): Refusable | undefined {
  const { status, param, message } = error as { status?: unknown; param?: unknown; message?: unknown };
  if (status !== 400 && status !== 422) return undefined;
  const said = `${typeof param === 'string' ? param : ''} ${typeof message === 'string' ? message : ''}`;
  if (/temperature/i.test(said) && !without.has('temperature')) return 'temperature';
  if (/\bseed\b/i.test(said) && seed !== undefined && !without.has('seed')) return 'seed';
  if (!/response_format|json_schema|json_object|structured|schema/i.test(said)) return undefined;
  if (!without.has('json_schema')) return 'json_schema';
  return without.has('json_object') ? undefined : 'json_object';
}

/** As much of a chat completion as is read. */
interface Completion {
  readonly model?: string;
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null; readonly refusal?: string | null };
  }[];
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    /** OpenRouter's, USD. */
    readonly cost?: number;
  } | null;
}

function replyOf(completion: Completion, asked: string): JudgeReply {
  const message = completion.choices?.[0]?.message;
  const text = message?.content ?? message?.refusal ?? '';
  const { prompt_tokens, completion_tokens, cost } = completion.usage ?? {};
  return {
    value: readJson(text),
    text,
    usage: { inputTokens: prompt_tokens ?? null, outputTokens: completion_tokens ?? null },
    ...(typeof cost === 'number' && { costUsd: cost }),
    model: completion.model ?? asked,
  };
}
