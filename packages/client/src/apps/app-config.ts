import type { PromptTemplate } from '../prompts/template-variables.ts';

/** The model that an application asks. */
export interface AppModel {
  /** As in traces, such as `openai` or `ollama`. */
  readonly provider: string;
  /** As the provider names it. */
  readonly name: string;
  /** Of an interface like OpenAI's. Default: of the environment that it runs in. No key belongs here. */
  readonly baseUrl?: string;
}

/** A tool that the model may call, as OpenAI's interface describes one. */
export interface AppTool {
  readonly name: string;
  readonly description?: string;
  /** JSON schema of its arguments. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** What makes up an application of language models, beside its code. All of it is JSON. */
export interface AppConfig {
  /** Such as `support-bot`. */
  readonly name: string;
  /** Such as `prompts:/answer@production`; the version that it stands for is kept. */
  readonly prompt: string;
  readonly model: AppModel;
  /** Sent with every request to the model, such as `{ temperature: 0.2, max_tokens: 300 }`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly AppTool[];
  /** How documents are found, for the module that does it. */
  readonly retriever?: Readonly<Record<string, unknown>>;
  /** Anything else that the module needs. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Source of an ES module without imports of packages. It may export `prepare(values, app)`, which gives the prompt its
   * values, and `postprocess(answer, call)`, which makes the result of the model's answer. Whoever serves the model runs
   * it.
   */
  readonly module?: string;
  /** Values that it can be tried with; their names are those that it is called with. */
  readonly inputExample?: Readonly<Record<string, unknown>>;
}

/** The prompt of an application as it was when it was logged: it can be run when the prompt is gone. */
export interface AppPrompt {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly template: PromptTemplate;
}

/** An application as it is kept: with its prompt, and the module in a file of its own. */
export interface StoredApp extends Omit<AppConfig, 'prompt' | 'module'> {
  readonly prompt: AppPrompt;
  /** Path of the module among the files. */
  readonly module?: string;
}
