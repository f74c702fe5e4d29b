import { GEN_AI, type Message, type MessagePart, type OutputMessage, TRACEWRIGHT } from '@tracewright/schema';
import type { ContentAttribute } from '../api.ts';
import { asList, asObject, asText, type JsonObject } from '../json-reading.ts';

/** Texts whose tokens are added up. */
export interface CountableText {
  readonly texts: readonly string[];
  /** Tokens beside those of the texts. */
  readonly extra: number;
  /** Definitions of functions, `{ name, description?, parameters? }`. */
  readonly functions: readonly JsonObject[];
}

/** Around each message, its role included; OpenAI's own rule. */
const MESSAGE_TOKENS = 4;
/** What opens the answer. */
const ANSWER_TOKENS = 3;
const NAME_TOKENS = 1;
/** Around each call of a tool, measured against what OpenAI reports. */
const TOOL_CALL_TOKENS = 8;

/**
 * What a request says, from its content attributes.
 *
 * @param format the schema that the answer has to follow, if any: the model gets to read it
 * @returns undefined where part of it is no text: what an image or a recording costs cannot be read from here
 */
export function inputText(
  content: readonly ContentAttribute[],
  isChat: boolean,
  format?: unknown,
): CountableText | undefined {
  const sum = new TextSum(isChat ? ANSWER_TOKENS : 0);
  for (const [attribute, value] of content) {
    if (attribute === GEN_AI.inputMessages) {
      for (const message of value as readonly Message[]) sum.addMessage(message, isChat ? MESSAGE_TOKENS : 0);
    } else if (attribute === GEN_AI.systemInstructions) {
      sum.addMessage({ role: 'system', parts: value as readonly MessagePart[] }, MESSAGE_TOKENS);
    } else if (attribute === GEN_AI.toolDefinitions) {
      for (const tool of asList(value)) sum.addTool(asObject(tool));
    } else if (attribute === TRACEWRIGHT.input) sum.addPlain(value);
  }
  sum.addPlain(format);
  return sum.result;
}

/** What an answer says, as far as it can be seen; undefined where part of it is no text. */
export function outputText(messages: readonly OutputMessage[]): CountableText | undefined {
  const sum = new TextSum(0);
  for (const { parts } of messages) sum.addMessage({ role: 'assistant', parts }, 0);
  return sum.result;
}

class TextSum {
  readonly #texts: string[] = [];
  readonly #functions: JsonObject[] = [];
  #extra: number;
  #isWhole = true;

  constructor(extra: number) {
    this.#extra = extra;
  }

  get result(): CountableText | undefined {
    return this.#isWhole ? { texts: this.#texts, extra: this.#extra, functions: this.#functions } : undefined;
  }

  addMessage({ parts, name }: Message, tokens: number): void {
    this.#extra += tokens;
    if (name !== undefined) {
      this.#extra += NAME_TOKENS;
      this.#texts.push(name);
    }
    for (const part of parts) this.#addPart(part);
  }

  addTool({ type, ...definition }: JsonObject): void {
    if (type === 'function') this.#functions.push(definition);
    else if (type === 'custom') this.#addValue(definition);
    // A tool of the provider's own brings texts that are only known there.
    else this.#isWhole = false;
  }

  /** A text, a list of texts, or tokens already: what embeddings take. */
  addPlain(value: unknown): void {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'number') this.#extra += 1;
      else if (Array.isArray(item)) this.#extra += item.length;
      else this.#addValue(item);
    }
  }

  #addPart(part: MessagePart): void {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        this.#addValue(part.content);
        return;
      case 'tool_call':
        this.#extra += TOOL_CALL_TOKENS;
        this.#addValue(part.name);
        this.#addValue(part.arguments);
        return;
      case 'tool_call_response':
        this.#addResponse(part.response);
        return;
      case 'generic':
        this.#addGeneric(part);
        return;
      default:
        this.#isWhole = false;
    }
  }

  /** A refusal has a text, and a prompt of token numbers tells how many there are. */
  #addGeneric({ content, count }: JsonObject): void {
    if (typeof content === 'string') this.#texts.push(content);
    else if (typeof count === 'number') this.#extra += count;
    else this.#isWhole = false;
  }

  /** A tool's answer may be a list of parts. */
  #addResponse(response: unknown): void {
    if (!Array.isArray(response)) this.#addValue(response);
    for (const item of asList(response)) {
      const text = asText(asObject(item).text);
      if (text === undefined) this.#isWhole = false;
      else this.#texts.push(text);
    }
  }

  #addValue(value: unknown): void {
    if (value === undefined || value === null || value === '') return;
    this.#texts.push(typeof value === 'string' ? value : JSON.stringify(value));
  }
}
