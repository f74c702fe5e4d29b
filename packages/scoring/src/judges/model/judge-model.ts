/** One message to a judge's model. */
export interface JudgeMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A JSON Schema, such as an object with its properties in the order in which they are to be written. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a judge asks its model. */
export interface JudgeRequest {
  readonly messages: readonly JudgeMessage[];
  /** What the answer has to look like, in the subset of JSON Schema that structured output allows everywhere. */
  readonly schema: JsonSchema;
  /** Names the schema, for providers that want a name: letters, digits and `_`. */
  readonly schemaName: string;
  readonly temperature: number;
  readonly seed: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Tokens that a call has used; null where the provider does not say. */
export interface JudgeUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** What a judge's model answers. */
export interface JudgeReply {
  /** What it wrote, parsed; undefined where that is no JSON. */
  readonly value: unknown;
  /** As it was written, to be shown to the model again where it does not fit. */
  readonly text: string;
  readonly usage: JudgeUsage;
  /** USD, where the provider says so. */
  readonly costUsd?: number;
  /** As the provider names the model that has answered. */
  readonly model: string;
}

/** A model as judges ask it: `openaiModel`, `langchainModel`, or one of your own. */
export interface JudgeModel {
  /** As it is asked for; stands in what is recorded of a judge. */
  readonly name: string;
  /** What else decides its answers, as far as it is known; part of a judge's fingerprint. */
  readonly settings?: Readonly<Record<string, string | number | boolean | null>>;
  /** @throws what the provider's SDK throws; such errors are made again or told as it is decided for all calls. */
  complete(request: JudgeRequest): Promise<JudgeReply>;
}
