import type { AppConfig } from '../apps/app-config.ts';
import type { LoggedApp, LogModelOptions } from '../apps/apps.ts';
import type { Dataset, RunInput } from '../datasets/dataset.ts';
import type { LoadedDataset } from '../datasets/loaded-dataset.ts';
import { TracewrightError } from '../http/tracewright-error.ts';
import type { Prompt } from '../prompts/prompt.ts';
import type { LoadArguments, LoadPromptOptions } from '../prompts/prompts.ts';
import type { PromptTemplate } from '../prompts/template-variables.ts';
import { currentRun } from './current-run.ts';
import { defaultClient } from './default-client.ts';

/** `TracewrightClient.prompts.load`; the run that this is called in, if any, is noted to have used the prompt. */
export function loadPrompt(uri: string, options?: LoadPromptOptions): Promise<Prompt>;
export function loadPrompt<const Name extends string>(
  uri: string,
  variables: readonly Name[],
  options?: LoadPromptOptions,
): Promise<Prompt<PromptTemplate, Name>>;
export async function loadPrompt(uri: string, ...given: LoadArguments): Promise<Prompt> {
  const { prompts } = defaultClient();
  const prompt: Prompt = await prompts.load(uri, ...(given as [readonly string[], LoadPromptOptions?]));
  const run = currentRun();
  if (run !== undefined) await prompts.linkToRun(run.id, prompt);
  return prompt;
}

/** `TracewrightClient.apps.log`, by the run that this is called in unless another is named. */
export function logModel(app: AppConfig, options: LogModelOptions = {}): Promise<LoggedApp> {
  return defaultClient().apps.log(app, { runId: currentRun()?.id, ...options });
}

/**
 * `TracewrightClient.datasets.logInput`, by the run that this is called in.
 *
 * @throws TracewrightError `INVALID_STATE` outside of a run
 */
export async function logInput(input: Dataset | LoadedDataset | RunInput, context?: string): Promise<void> {
  const run = currentRun();
  if (run === undefined) throw new TracewrightError('INVALID_STATE', 'logInput is called within startRun');
  await defaultClient().datasets.logInput(run.id, input, context);
}
