import type { AppConfig } from './apps/app-config.ts';
import type { LoggedApp, LogModelOptions } from './apps/apps.ts';
import type { LoadedApp } from './apps/loaded-app.ts';
import { defaultClient } from './default-client.ts';
import type { Found } from './http/found.ts';
import type { NewModel, StageName } from './models/models.ts';
import type { Prompt } from './prompts/prompt.ts';
import type { LoadArguments, LoadPromptOptions, NewPrompt } from './prompts/prompts.ts';
import type { PromptTemplate } from './prompts/template-variables.ts';
import type { ModelVersion } from './registry/registry-answers.ts';
import type { RegistrySearch } from './registry/registry-requests.ts';

/** `TracewrightClient.prompts.register` */
export function registerPrompt<const Template extends PromptTemplate>(
  prompt: NewPrompt<Template>,
): Promise<Prompt<Template>> {
  return defaultClient().prompts.register(prompt);
}

/** `TracewrightClient.prompts.load` */
export function loadPrompt(uri: string, options?: LoadPromptOptions): Promise<Prompt>;
export function loadPrompt<const Name extends string>(
  uri: string,
  variables: readonly Name[],
  options?: LoadPromptOptions,
): Promise<Prompt<PromptTemplate, Name>>;
export function loadPrompt(uri: string, ...given: LoadArguments): Promise<Prompt> {
  return defaultClient().prompts.load(uri, ...(given as [readonly string[], LoadPromptOptions?]));
}

/** `TracewrightClient.models.register` */
export function registerModel(uri: string, model: NewModel): Promise<ModelVersion> {
  return defaultClient().models.register(uri, model);
}

/** `TracewrightClient.models.transitionStage` */
export function transitionStage(
  name: string,
  version: number,
  stage: StageName,
  options: { readonly archivesFormer?: boolean } = {},
): Promise<ModelVersion> {
  return defaultClient().models.transitionStage(name, version, stage, options);
}

/** `TracewrightClient.models.getLatestVersions` */
export function getLatestVersions(name: string, stages: readonly StageName[] = []): Promise<readonly ModelVersion[]> {
  return defaultClient().models.getLatestVersions(name, stages);
}

/** `TracewrightClient.models.searchVersions` */
export function searchModelVersions(search: RegistrySearch = {}): Found<ModelVersion> {
  return defaultClient().models.searchVersions(search);
}

/** `TracewrightClient.apps.log` */
export function logModel(app: AppConfig, options: LogModelOptions = {}): Promise<LoggedApp> {
  return defaultClient().apps.log(app, options);
}

/** `TracewrightClient.apps.load` */
export function loadModel(uri: string): Promise<LoadedApp> {
  return defaultClient().apps.load(uri);
}
