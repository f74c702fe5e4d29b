import { trace, withMetadata, withPrompt } from '@tracewright/autolog';
import { isTracewrightError, type LoadedApp, type PromptValue } from '@tracewright/client';
import type { AppModule } from './app-module.ts';
import type { ChatModel, ModelAnswer, ModelMessage, ToolCall } from './chat-model.ts';
import type { ChatMessage, Values } from './read-invocation.ts';
import { ServingError } from './serving-error.ts';

/** Rounds of tools that a model may ask for before it has to answer. */
const MAX_ROUNDS = 8;

/** What a call of the application is made with. */
export interface AppCall {
  readonly values: Values;
  /** Go before the application's own. */
  readonly params: Values;
  /** A conversation that goes on; undefined for a single question. */
  readonly messages?: readonly ChatMessage[];
  readonly signal: AbortSignal;
}

export interface AppAnswer {
  /** What the module has made of it, else the model's text. */
  readonly result: unknown;
  readonly model: ModelAnswer;
}

/** Runs an application that was logged as a model. Each call is a trace that names the version and its prompt. */
export class AppRunner {
  readonly #app: LoadedApp;
  readonly #module: AppModule;
  readonly #model: ChatModel;

  constructor(app: LoadedApp, module: AppModule, model: ChatModel) {
    this.#app = app;
    this.#module = module;
    this.#model = model;
  }

  async answer(call: AppCall): Promise<AppAnswer> {
    return this.#traced(() =>
      trace(this.#app.config.name, { kind: 'chain' }, async (step) => {
        step.setInput(call.messages ?? call.values);
        const { messages, values } = await this.#messages(call);
        const model = await this.#converse(messages, call);
        const result = await this.#postprocess(model.text, values);
        step.setOutput(result);
        return { result, model };
      }),
    );
  }

  /** The answer as it comes; as one piece where tools or the module have a part in it. */
  stream(call: AppCall): AsyncGenerator<string, ModelAnswer, undefined> {
    const { config } = this.#app;
    const isWhole = this.#module.postprocess !== undefined || (config.tools ?? []).length > 0;
    const parts = { model: this.#model, prepared: () => this.#messages(call), request: this.#request(call) };
    const whole = () => this.answer(call);
    return this.#traced(() =>
      isWhole
        ? (async function* () {
            const { result, model } = await whole();
            yield textOf(result);
            return model;
          })()
        : trace(config.name, { kind: 'chain' }, async function* (step) {
            step.setInput(call.messages ?? call.values);
            const { messages } = await parts.prepared();
            const answer = yield* parts.model.stream({ ...parts.request, messages });
            step.setOutput(answer.text);
            return answer;
          }),
    );
  }

  /** Everything inside is linked to the version and the prompt. */
  #traced<T>(work: () => T): T {
    const { model, config } = this.#app;
    const { version } = model;
    const link = {
      model: model.uri,
      ...(version === undefined ? {} : { model_name: version.name, model_version: String(version.version) }),
      ...(model.modelId === '' ? {} : { model_id: model.modelId }),
    };
    return withMetadata(link, () => withPrompt(config.prompt, work));
  }

  async #messages(call: AppCall): Promise<{ readonly messages: readonly ModelMessage[]; readonly values: Values }> {
    const history = [...(call.messages ?? [])];
    const given = { ...call.values };
    const [missing, ...others] = this.#app.inputs.filter((name) => !(name in given));
    // What is asked last is the one value that is still missing.
    if (missing !== undefined && others.length === 0 && history.at(-1)?.role === 'user') {
      given[missing] = history.pop()?.content;
    }
    const { prepare } = this.#module;
    const values =
      prepare === undefined
        ? given
        : await trace('prepare', () => ofModule('prepare', () => prepare(given, this.#app.config)));
    const prompt = this.#format(values);
    const system = prompt.filter(({ role }) => role === 'system');
    const rest = prompt.filter(({ role }) => role !== 'system');
    // With nothing of its own left to say, the prompt goes before the conversation.
    const isInstruction = call.messages !== undefined && history.length === call.messages.length;
    const messages = isInstruction ? [...prompt.map(asSystem), ...history] : [...system, ...history, ...rest];
    return { messages, values };
  }

  #format(values: Values): readonly ModelMessage[] {
    try {
      const filled = this.#app.format(Object.fromEntries(Object.entries(values).map(asPromptValue)));
      return typeof filled === 'string'
        ? [{ role: 'user', content: filled }]
        : filled.map((message) => ({ ...message }));
    } catch (cause) {
      if (!isTracewrightError(cause, 'INVALID_PARAMETER_VALUE')) throw cause;
      throw new ServingError('BAD_REQUEST', cause.message, { cause });
    }
  }

  #request({ params, signal }: AppCall) {
    const { parameters, tools } = this.#app.config;
    return { parameters: { ...parameters, ...params }, tools, signal };
  }

  /** Asks the model until it has nothing more to ask for. */
  async #converse(messages: readonly ModelMessage[], call: AppCall): Promise<ModelAnswer> {
    const { callTool } = this.#module;
    const all = [...messages];
    for (let round = 0; ; round++) {
      const answer = await this.#model.ask({ ...this.#request(call), messages: all });
      if (answer.toolCalls.length === 0 || callTool === undefined || round === MAX_ROUNDS) return answer;
      all.push({ role: 'assistant', content: answer.text || null, tool_calls: answer.toolCalls });
      for (const { id, function: tool } of answer.toolCalls) {
        const args = argumentsOf(tool);
        const result = await trace(tool.name, { kind: 'tool' }, (step) => {
          step.setInput(args);
          return ofModule('callTool', () => callTool(tool.name, args, this.#app.config));
        });
        all.push({ role: 'tool', tool_call_id: id, content: textOf(result) });
      }
    }
  }

  async #postprocess(text: string, values: Values): Promise<unknown> {
    const { postprocess } = this.#module;
    if (postprocess === undefined) return text;
    return trace('postprocess', { kind: 'parser' }, () =>
      ofModule('postprocess', () => postprocess(text, { values, app: this.#app.config })),
    );
  }
}

/** What the module of an application does. @throws ServingError that says which part of it has failed */
async function ofModule<T>(name: keyof AppModule, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ServingError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServingError('INTERNAL_ERROR', `${name} of the application has failed: ${reason}`, { cause });
  }
}

function argumentsOf(tool: ToolCall['function']): unknown {
  try {
    return JSON.parse(tool.arguments || '{}');
  } catch (cause) {
    throw new ServingError('INTERNAL_ERROR', `the model has called ${tool.name} with arguments that are no JSON`, {
      cause,
    });
  }
}

/** What is no text, number or boolean is written as JSON: as a text it would be `[object Object]`. */
function asPromptValue([name, value]: readonly [string, unknown]): [string, PromptValue] {
  return [name, (typeof value === 'object' && value !== null ? JSON.stringify(value) : value) as PromptValue];
}

function asSystem(message: ModelMessage): ModelMessage {
  return { ...message, role: 'system' };
}

export function textOf(result: unknown): string {
  return typeof result === 'string' ? result : (JSON.stringify(result) ?? '');
}
