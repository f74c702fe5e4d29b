import { PROMPT_TAG } from '@tracewright/schema';
import { TracewrightError } from '../http/tracewright-error.ts';
import type { ModelVersion } from '../registry/registry-answers.ts';
import { type Formatted, formatTemplate, singleBracedTemplate } from './format-template.ts';
import { promptHash } from './prompt-hash.ts';
import { isPrompt, ownTags } from './prompt-tags.ts';
import {
  type FormatArguments,
  type PromptMessage,
  type PromptTemplate,
  templateVariables,
  type VariablesOf,
} from './template-variables.ts';

/** A model and how it is to be asked, as it is kept with a prompt; names are MLflow's, and others may be added. */
export interface PromptModelConfig {
  readonly provider?: string;
  readonly model_name?: string;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly stop_sequences?: readonly string[];
  readonly [name: string]: unknown;
}

/** One version of a prompt, as it was registered: it never changes, only its tags and aliases do. */
export class Prompt<
  Template extends PromptTemplate = PromptTemplate,
  Variables extends string = VariablesOf<Template>,
> {
  readonly name: string;
  readonly version: number;
  readonly template: Template;
  /** SHA-256 of what it says, 64 hex digits: the same text has the same hash everywhere. */
  readonly hash: string;
  /** Names of its variables, in the order in which they first come. */
  readonly variables: readonly Variables[];
  readonly commitMessage: string;
  /** Of this version. */
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  /** JSON schema of what is to be answered. */
  readonly responseFormat: unknown;
  readonly modelConfig: PromptModelConfig | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;

  private constructor(version: ModelVersion, template: Template) {
    this.name = version.name;
    this.version = version.version;
    this.template = template;
    this.hash = promptHash(template);
    this.variables = templateVariables(template) as readonly Variables[];
    this.commitMessage = version.description;
    this.tags = ownTags(version.tags);
    this.aliases = version.aliases;
    this.responseFormat = parseTag(version, PROMPT_TAG.responseFormat);
    this.modelConfig = parseTag(version, PROMPT_TAG.modelConfig) as PromptModelConfig | undefined;
    this.createdMs = version.createdMs;
  }

  /**
   * Reads a prompt from the version of a registered model.
   *
   * @throws TracewrightError `INVALID_PARAMETER_VALUE` if it is a model, or a prompt that cannot be read
   */
  static from(version: ModelVersion): Prompt {
    const text = version.tags[PROMPT_TAG.text];
    if (!isPrompt(version.tags) || text === undefined) {
      throw new TracewrightError('INVALID_PARAMETER_VALUE', `${version.name} is a registered model, not a prompt`);
    }
    return new Prompt(version, version.tags[PROMPT_TAG.type] === 'chat' ? parseMessages(version, text) : text);
  }

  /** `prompts:/name/version`. */
  get uri(): string {
    return `prompts:/${this.name}/${this.version}`;
  }

  /**
   * Fills in the variables.
   *
   * @throws TracewrightError `INVALID_PARAMETER_VALUE` that names values which are missing or of no variable
   * @example
   * prompt.format({ question: 'How long may I return it?' });
   */
  format(...[values]: FormatArguments<Variables>): Formatted<Template> {
    return formatTemplate(`${this.name}/${this.version}`, this.template, values);
  }

  /** Its template with variables in single braces, as LangChain's templates have them; other braces stand there twice. */
  toSingleBraces(): Formatted<Template> {
    return singleBracedTemplate(this.template);
  }
}

function parseMessages(version: ModelVersion, text: string): readonly PromptMessage[] {
  const messages: unknown = parseJson(version, text);
  const isMessage = (message: unknown): message is PromptMessage =>
    typeof message === 'object' && message !== null && 'role' in message && typeof message.role === 'string';
  if (Array.isArray(messages) && messages.every(isMessage)) {
    return messages.map(({ role, content }) => ({ role, content: String(content ?? '') }));
  }
  throw unreadable(version);
}

function parseTag(version: ModelVersion, key: string): unknown {
  const text = version.tags[key];
  return text === undefined ? undefined : parseJson(version, text);
}

function parseJson(version: ModelVersion, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(version, cause);
  }
}

function unreadable({ name, version }: ModelVersion, cause?: unknown): TracewrightError {
  return new TracewrightError('INVALID_PARAMETER_VALUE', `prompt ${name}/${version} cannot be read`, { cause });
}
