/** By these tags MLflow tells prompts from models, and keeps what they say. */
export const PROMPT_TAG = {
  isPrompt: 'mlflow.prompt.is_prompt',
  text: 'mlflow.prompt.text',
  /** `text` or `chat`. */
  type: '_mlflow_prompt_type',
  responseFormat: '_mlflow_prompt_response_format',
  modelConfig: '_mlflow_prompt_model_config',
  /** Ours: the hash of what it says. */
  hash: 'tracewright.prompt.hash',
} as const;

const RESERVED: readonly string[] = Object.values(PROMPT_TAG);

/** What stands in the source of a prompt's version, which needs one and has none. */
export const PROMPT_SOURCE = 'dummy-source';

/** Whether a registered model, or a version of one, is a prompt. */
export function isPrompt(tags: Readonly<Record<string, string>>): boolean {
  return tags[PROMPT_TAG.isPrompt]?.toLowerCase() === 'true';
}

/** Tags that people have given, without those that make it a prompt. */
export function ownTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !RESERVED.includes(key)));
}

/** A condition that finds prompts alone; without it searches leave them out. */
export function promptFilter(filter: string | undefined): string {
  const isPrompt = `tags.\`${PROMPT_TAG.isPrompt}\` = 'true'`;
  return filter === undefined || filter.trim() === '' ? isPrompt : `${filter} AND ${isPrompt}`;
}
