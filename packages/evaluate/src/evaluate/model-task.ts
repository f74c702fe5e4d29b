import { isTracewrightError } from '@tracewright/client';
import { defaultClient, type TracewrightClient } from '@tracewright/client/node';
import { EvaluationError } from './evaluation-error.ts';
import type { Task } from './options.ts';

/** Of `openai`, or anything with the same interface. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      create(
        request: { readonly model: string; readonly messages: never[]; readonly stream: false },
        options: { readonly signal: AbortSignal },
      ): PromiseLike<{ readonly choices: readonly { readonly message: { readonly content: string | null } }[] }>;
    };
  };
}

/** Values of a prompt's variables. */
type Values = Readonly<Record<string, string | number | boolean>>;

/**
 * A task that is an application of the registry: its prompt with a row's inputs, asked of its model.
 *
 * @param uri such as `models:/support-bot@production`
 * @param client of the provider that the model is of
 * @throws EvaluationError `INVALID_OPTIONS` for an application with code or tools of its own, which `tracewright models
 *   serve` runs; TracewrightError for one that is not there
 * @example
 * await evaluate({ data, task: await modelTask('models:/support-bot/2', new OpenAI()), scorers });
 */
export async function modelTask(
  uri: string,
  client: ChatClient,
  server: Pick<TracewrightClient, 'apps'> = defaultClient(),
): Promise<Task<Values, string>> {
  const app = await server.apps.load(uri).catch((error: unknown) => {
    if (!isTracewrightError(error, 'NOT_IMPLEMENTED')) throw error;
    throw new EvaluationError('INVALID_OPTIONS', error.message, { cause: error });
  });
  const { name, model, module, tools = [], parameters } = app.config;
  if (module !== undefined || tools.length > 0) {
    const message = `${uri} has code or tools of its own: run tracewright models serve and call that in a task`;
    throw new EvaluationError('INVALID_OPTIONS', message);
  }
  const task: Task<Values, string> = async (inputs, { signal }) => {
    const prompt: unknown = app.format(inputs);
    const messages = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;
    const request = { ...parameters, model: model.name, messages: messages as never[], stream: false } as const;
    const { choices } = await client.chat.completions.create(request, { signal });
    return choices[0]?.message.content ?? '';
  };
  // The spans of its rows are called so.
  return Object.defineProperty(task, 'name', { value: name });
}
