import type { ArtifactFolder } from '../artifacts/artifact-folder.ts';
import type { ResolvedModel } from '../models/models.ts';
import { type Formatted, formatTemplate } from '../prompts/format-template.ts';
import { type PromptTemplate, type PromptValue, templateVariables } from '../prompts/template-variables.ts';
import type { StoredApp } from './app-config.ts';

/** An application that was logged as a model, with where it comes from. */
export class LoadedApp {
  readonly config: StoredApp;
  /** The version that the address stood for when it was loaded. */
  readonly model: ResolvedModel;
  readonly #files: ArtifactFolder;

  constructor(config: StoredApp, model: ResolvedModel, files: ArtifactFolder) {
    this.config = config;
    this.model = model;
    this.#files = files;
  }

  /** Names of the variables of its prompt. */
  get variables(): readonly string[] {
    return templateVariables(this.config.prompt.template);
  }

  /** Names of the values that it is called with: those of its example, else the variables of its prompt. */
  get inputs(): readonly string[] {
    const { inputExample } = this.config;
    return inputExample === undefined ? this.variables : Object.keys(inputExample);
  }

  /** Its prompt with values. @throws TracewrightError `INVALID_PARAMETER_VALUE` that names what is missing or too much */
  format(values: Readonly<Record<string, PromptValue>>): Formatted<PromptTemplate> {
    const { name, version, template } = this.config.prompt;
    return formatTemplate(`${name}/${version}`, template, values);
  }

  /** Source of its module; undefined where it has none. */
  async moduleSource(): Promise<string | undefined> {
    return this.config.module === undefined ? undefined : this.#files.get(this.config.module).text();
  }
}
