/** What a part that carries bytes or points to them shows. */
export type Modality = 'image' | 'audio' | 'video' | (string & {});

/**
 * One part of a message, after the GenAI conventions' content schema. Types outside the list pass through as they are.
 */
export type MessagePart =
  | { readonly type: 'text'; readonly content: string }
  | { readonly type: 'reasoning'; readonly content: string }
  | { readonly type: 'tool_call'; readonly id?: string; readonly name: string; readonly arguments?: unknown }
  | { readonly type: 'tool_call_response'; readonly id?: string; readonly response: unknown }
  | {
      readonly type: 'server_tool_call';
      readonly id?: string;
      readonly name: string;
      readonly server_tool_call: unknown;
    }
  | { readonly type: 'blob'; readonly mime_type?: string; readonly modality: Modality; readonly content: string }
  | { readonly type: 'file'; readonly modality: Modality; readonly file_id: string }
  | { readonly type: 'uri'; readonly modality: Modality; readonly uri: string }
  /** Stands for earlier turns that the provider has put together. */
  | { readonly type: 'compaction'; readonly id?: string; readonly content?: string }
  | { readonly type: 'generic'; readonly [key: string]: unknown };

/** One turn of a conversation: an element of `gen_ai.input.messages`. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool' | (string & {});
  readonly parts: readonly MessagePart[];
  readonly name?: string;
}

/** One choice of an answer: an element of `gen_ai.output.messages`. */
export interface OutputMessage extends Message {
  /** `stop`, `length`, `content_filter`, `tool_call`, `error`. */
  readonly finish_reason?: string;
}

/** An element of `gen_ai.tool.definitions`. */
export interface ToolDefinition {
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly parameters?: unknown;
}
