/** By these tags of registered models and their versions MLflow tells prompts from models, and keeps what they say. */
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

/** A condition of MLflow's search grammar that finds prompts alone; without it searches leave them out. */
export const IS_PROMPT_FILTER: string = `tags.\`${PROMPT_TAG.isPrompt}\` = 'true'`;
