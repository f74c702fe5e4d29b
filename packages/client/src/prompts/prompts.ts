import { PROMPT_TAG } from '@tracewright/schema';
import type { Connection } from '../http/connection.ts';
import type { Found } from '../http/found.ts';
import { isTracewrightError, TracewrightError } from '../http/tracewright-error.ts';
import type { RegisteredModel } from '../registry/registry-answers.ts';
import { type RegistryEvent, RegistryRequests, type RegistrySearch } from '../registry/registry-requests.ts';
import type { Runs } from '../runs/runs.ts';
import { previousVersion } from './previous-version.ts';
import { Prompt, type PromptModelConfig } from './prompt.ts';
import { PromptCache } from './prompt-cache.ts';
import { promptHash } from './prompt-hash.ts';
import { isPrompt, ownTags, PROMPT_SOURCE, promptFilter } from './prompt-tags.ts';
import { type PromptPlace, parsePromptUri } from './prompt-uri.ts';
import { type PromptVersionRef, RunPrompts } from './run-prompts.ts';
import type { PromptTemplate } from './template-variables.ts';

/** A version of a prompt that is to be registered. */
export interface NewPrompt<Template extends PromptTemplate> {
  /** Letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** A text, or the messages of a conversation; variables stand in it as `{{name}}`. */
  readonly template: Template;
  /** What has changed, for the log. */
  readonly commitMessage?: string;
  /** Of this version; a new prompt gets them as well. */
  readonly tags?: Readonly<Record<string, string>>;
  /** JSON schema of what is to be answered. */
  readonly responseFormat?: object;
  readonly modelConfig?: PromptModelConfig;
  /** Gives the latest version back where that says the same already. Default false: every call makes a version. */
  readonly onlyIfChanged?: boolean;
}

export interface LoadPromptOptions {
  /**
   * How old an answer may be, in milliseconds: until then an alias that somebody else moves is not seen. What this client
   * changes itself it sees at once. Default 0, which asks every time.
   */
  readonly cacheTtlMs?: number;
}

/** A prompt's name, with what belongs to all of its versions. */
export type PromptInfo = Pick<RegisteredModel, 'name' | 'description' | 'tags' | 'aliases' | 'createdMs' | 'updatedMs'>;

/** Prompts with their versions and aliases. MLflow's clients see the same prompts. */
export class Prompts {
  readonly #requests: RegistryRequests;
  readonly #ofRuns: RunPrompts;
  readonly #cache = new PromptCache();

  constructor(connection: Connection, runs: Pick<Runs, 'get' | 'logBatch'>) {
    this.#requests = new RegistryRequests(connection);
    this.#ofRuns = new RunPrompts(runs);
  }

  /**
   * Registers a version of a prompt, and the prompt with the first one.
   *
   * @throws TracewrightError `INVALID_PARAMETER_VALUE` for a name that is none; `RESOURCE_ALREADY_EXISTS` where a model
   *   has it
   */
  async register<const Template extends PromptTemplate>(prompt: NewPrompt<Template>): Promise<Prompt<Template>> {
    const { name, template, tags = {} } = prompt;
    checkName(name);
    await this.#ensure(name, tags);
    if (prompt.onlyIfChanged) {
      const latest = await this.find(`${name}@latest`);
      if (latest !== undefined && latest.hash === promptHash(template)) return latest as unknown as Prompt<Template>;
    }
    const version = await this.#requests.createVersion({
      name,
      source: PROMPT_SOURCE,
      description: prompt.commitMessage,
      tags: { ...tags, ...tagsOf(prompt) },
    });
    this.#cache.forget(name);
    return Prompt.from(version) as unknown as Prompt<Template>;
  }

  /**
   * Loads a version: `prompts:/name/3`, `prompts:/name@alias`, or a name alone for the latest.
   *
   * @param variables Names that the template has to have: these alone are what `format` then takes
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST`; `INVALID_PARAMETER_VALUE` where the variables are others
   * @example
   * const prompt = await client.prompts.load('prompts:/answer@production', ['question']);
   * prompt.format({ question });
   */
  async load(uri: string, options?: LoadPromptOptions): Promise<Prompt>;
  async load<const Name extends string>(
    uri: string,
    variables: readonly Name[],
    options?: LoadPromptOptions,
  ): Promise<Prompt<PromptTemplate, Name>>;
  async load(uri: string, ...given: LoadArguments): Promise<Prompt> {
    const { variables, cacheTtlMs = 0 } = loadArguments(given);
    const place = parsePromptUri(uri);
    const address = 'version' in place ? `${place.name}/${place.version}` : `${place.name}@${place.alias}`;
    const ask = (): Promise<Prompt> => this.#read(place, uri);
    const prompt = await (cacheTtlMs > 0 ? this.#cache.load(address, cacheTtlMs, ask) : ask());
    if (variables !== undefined) checkVariables(prompt, variables);
    return prompt;
  }

  /** As {@link load}; undefined where there is none. */
  async find(uri: string): Promise<Prompt | undefined> {
    try {
      return await this.load(uri);
    } catch (error) {
      if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      throw error;
    }
  }

  /** Finds prompts by MLflow's grammar, such as `name LIKE 'answer%' AND tags.team = 'help'`. */
  search(search: RegistrySearch = {}): Found<PromptInfo> {
    return this.#requests.searchModels({ ...search, filter: promptFilter(search.filter) }).map(promptInfo);
  }

  /** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` */
  async get(name: string): Promise<PromptInfo> {
    return promptInfo(await this.#requests.getModel(name));
  }

  /** Its versions, the newest first: with their commit messages, its change log. */
  versions(name: string): Found<Prompt> {
    const filter = promptFilter(`name = '${name.replaceAll("'", "''")}'`);
    return this.#requests.searchVersions({ filter, orderBy: ['version_number DESC'] }).map(Prompt.from);
  }

  /** Who moved which alias to which version, and when; newest first. */
  history(name: string): Found<RegistryEvent> {
    return this.#requests.history(name, undefined);
  }

  /** Lets an alias stand for a version: to promote one is to set `production` to it. */
  async setAlias(name: string, alias: string, version: number): Promise<void> {
    await this.#requests.setAlias(name, alias, version);
    this.#cache.forget(name);
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#requests.deleteAlias(name, alias);
    this.#cache.forget(name);
  }

  /**
   * Lets an alias stand for the version that it stood for before; again, for the one before that.
   *
   * @returns that version
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` where there was none; `NOT_IMPLEMENTED` from a server that keeps no
   *   history
   */
  async rollback(name: string, alias: string): Promise<Prompt> {
    const version = previousVersion(await this.history(name).toArray(), alias);
    if (version === undefined) {
      const message = `${alias} of prompt ${name} has not stood for another version before`;
      throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', message);
    }
    await this.setAlias(name, alias, version);
    return this.load(`prompts:/${name}/${version}`);
  }

  /** Notes at a run that it has used a prompt: it is then found by {@link usedPrompt}, and by MLflow's clients. */
  async linkToRun(runId: string, prompt: PromptVersionRef): Promise<void> {
    await this.#ofRuns.link(runId, prompt);
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    await this.#requests.setModelTag(name, key, value);
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.#requests.deleteModelTag(name, key);
  }

  async setVersionTag(name: string, version: number, key: string, value: string): Promise<void> {
    await this.#requests.setVersionTag(name, version, key, value);
    this.#cache.forget(name);
  }

  /** Says anew by which model a version is to be asked, and how: all of it. */
  async setModelConfig(name: string, version: number, config: PromptModelConfig): Promise<void> {
    await this.setVersionTag(name, version, PROMPT_TAG.modelConfig, JSON.stringify(config));
  }

  async deleteVersionTag(name: string, version: number, key: string): Promise<void> {
    await this.#requests.deleteVersionTag(name, version, key);
    this.#cache.forget(name);
  }

  async deleteVersion(name: string, version: number): Promise<void> {
    await this.#requests.deleteVersion(name, version);
    this.#cache.forget(name);
  }

  /** With all of its versions. */
  async delete(name: string): Promise<void> {
    await this.#requests.deleteModel(name);
    this.#cache.forget(name);
  }

  async #read(place: PromptPlace, uri: string): Promise<Prompt> {
    if ('version' in place) return Prompt.from(await this.#requests.getVersion(place.name, place.version));
    return Prompt.from(await this.#requests.versionOfAlias(place.name, place.alias).catch(missing(uri)));
  }

  /** Makes the prompt where there is none. Of two that do so at once the second finds it made. */
  async #ensure(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const known = await this.#requests.findModel(name);
    if (known !== undefined) return checkPrompt(known);
    try {
      await this.#requests.createModel(name, { ...tags, [PROMPT_TAG.isPrompt]: 'true' });
    } catch (error) {
      if (!isTracewrightError(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
      checkPrompt(await this.#requests.getModel(name));
    }
  }
}

/** What a prompt is loaded with behind its address. */
export type LoadArguments =
  | [options?: LoadPromptOptions | undefined]
  | [variables: readonly string[], options?: LoadPromptOptions | undefined];

function loadArguments([first, second]: LoadArguments): LoadPromptOptions & { readonly variables?: readonly string[] } {
  return Array.isArray(first) ? { variables: first, ...second } : { ...(first as LoadPromptOptions | undefined) };
}

function tagsOf({
  template,
  responseFormat,
  modelConfig,
}: NewPrompt<PromptTemplate>): Readonly<Record<string, string>> {
  return {
    [PROMPT_TAG.isPrompt]: 'true',
    [PROMPT_TAG.text]: typeof template === 'string' ? template : JSON.stringify(template),
    [PROMPT_TAG.type]: typeof template === 'string' ? 'text' : 'chat',
    [PROMPT_TAG.hash]: promptHash(template),
    ...(responseFormat === undefined ? {} : { [PROMPT_TAG.responseFormat]: JSON.stringify(responseFormat) }),
    ...(modelConfig === undefined ? {} : { [PROMPT_TAG.modelConfig]: JSON.stringify(modelConfig) }),
  };
}

function promptInfo(model: RegisteredModel): PromptInfo {
  const { name, description, tags, aliases, createdMs, updatedMs } = model;
  return { name, description, tags: ownTags(tags), aliases, createdMs, updatedMs };
}

function checkName(name: string): void {
  if (/^[a-zA-Z0-9_.-]+$/.test(name)) return;
  throw new TracewrightError(
    'INVALID_PARAMETER_VALUE',
    `${JSON.stringify(name)} is no name of a prompt: it has letters, digits, _, . and - alone`,
  );
}

function checkPrompt({ name, tags }: RegisteredModel): void {
  if (isPrompt(tags)) return;
  throw new TracewrightError('RESOURCE_ALREADY_EXISTS', `${name} is a registered model: a prompt needs another name`);
}

function checkVariables({ uri, variables }: Prompt, wanted: readonly string[]): void {
  if (variables.length === wanted.length && wanted.every((name) => variables.includes(name))) return;
  const list = (names: readonly string[]): string => names.join(', ') || 'none';
  const message = `${uri} has the variables ${list(variables)}, not ${list(wanted)}`;
  throw new TracewrightError('INVALID_PARAMETER_VALUE', message);
}

/** An alias that nobody has set is a wrong parameter to MLflow, and missing to us. */
function missing(uri: string): (error: unknown) => never {
  return (error) => {
    if (!isTracewrightError(error, 'INVALID_PARAMETER_VALUE') || !/not found/i.test(error.message)) throw error;
    throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `there is no ${uri}`, { cause: error });
  };
}
