import type { Answer, StreamReader } from './api.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';

/** What came so far of one choice. */
interface Choice {
  readonly index: number;
  role: string | undefined;
  finish_reason: string | undefined;
  readonly texts: Record<'content' | 'refusal' | 'reasoning', string>;
  readonly toolCalls: ToolCall[];
  readonly audio: { id: string | undefined; data: string; transcript: string };
}

interface ToolCall {
  id: string | undefined;
  type: string | undefined;
  name: string;
  arguments: string;
}

/** Fields of a chunk that hold for the whole answer; the last one that says something wins. */
interface Whole {
  id: unknown;
  model: unknown;
  service_tier: unknown;
  system_fingerprint: unknown;
  usage: unknown;
  error: unknown;
}

/** Puts the chunks of a streamed chat completion together to the completion they amount to. */
export class ChatStreamReader implements StreamReader {
  readonly #keepContent: boolean;
  readonly #read: (completion: JsonObject) => Answer;
  readonly #whole: Whole = newWhole();
  #hasStopReason = false;
  readonly #choices = new Map<number, Choice>();
  #last: Choice | undefined;

  constructor(keepContent: boolean, read: (completion: JsonObject) => Answer) {
    this.#keepContent = keepContent;
    this.#read = read;
  }

  get identity(): JsonObject {
    return { ...this.#whole, choices: this.#hasStopReason ? [{ stop_reason: null }] : [] };
  }

  add(value: unknown): boolean {
    const chunk = asObject(value);
    const whole = this.#whole;
    // Field by field: this runs for every chunk, and a look-up by a name that varies is many times slower.
    if (chunk.id) whole.id = chunk.id;
    if (chunk.model) whole.model = chunk.model;
    if (chunk.service_tier) whole.service_tier = chunk.service_tier;
    if (chunk.system_fingerprint) whole.system_fingerprint = chunk.system_fingerprint;
    if (chunk.usage) whole.usage = chunk.usage;
    if (chunk.error) whole.error = chunk.error;
    // Groq's own place for the usage of a stream.
    if (chunk.x_groq) whole.usage ??= asObject(chunk.x_groq).usage;
    const choices = asList(chunk.choices);
    for (let i = 0; i < choices.length; i++) this.#addChoice(asObject(choices[i]));
    return choices.length > 0;
  }

  answer(): Answer {
    const choices = [...this.#choices.values()].map((choice) => ({
      index: choice.index,
      finish_reason: choice.finish_reason,
      message: {
        role: choice.role,
        content: choice.texts.content,
        refusal: choice.texts.refusal,
        reasoning: choice.texts.reasoning,
        audio: choice.audio,
        tool_calls: choice.toolCalls.filter(Boolean).map((call) => ({
          id: call.id,
          type: call.type,
          [call.type === 'custom' ? 'custom' : 'function']: {
            name: call.name,
            [call.type === 'custom' ? 'input' : 'arguments']: call.arguments,
          },
        })),
      },
    }));
    return this.#read({ ...this.#whole, choices });
  }

  #addChoice(part: JsonObject): void {
    const index = asNumber(part.index) ?? 0;
    // Nearly always the one of the chunk before.
    const choice = this.#last?.index === index ? this.#last : this.#choiceAt(index);
    if (part.finish_reason) choice.finish_reason = asText(part.finish_reason) ?? choice.finish_reason;
    this.#hasStopReason ||= 'stop_reason' in part;
    // Moonshot puts the usage into the choice.
    if (part.usage) this.#whole.usage ??= part.usage;
    if (this.#keepContent) addDelta(choice, asObject(part.delta));
  }

  #choiceAt(index: number): Choice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = newChoice(index);
      this.#choices.set(index, choice);
    }
    this.#last = choice;
    return choice;
  }
}

function newWhole(): Whole {
  return {
    id: undefined,
    model: undefined,
    service_tier: undefined,
    system_fingerprint: undefined,
    usage: undefined,
    error: undefined,
  };
}

function newChoice(index: number): Choice {
  return {
    index,
    role: undefined,
    finish_reason: undefined,
    texts: { content: '', refusal: '', reasoning: '' },
    toolCalls: [],
    audio: { id: undefined, data: '', transcript: '' },
  };
}

function addDelta(choice: Choice, delta: JsonObject): void {
  // Most have a text and nothing else.
  if (delta.content) choice.texts.content += asText(delta.content) ?? '';
  if (delta.role) choice.role = asText(delta.role) ?? choice.role;
  if (delta.refusal) choice.texts.refusal += asText(delta.refusal) ?? '';
  const reasoning = delta.reasoning_content || delta.reasoning;
  if (reasoning) choice.texts.reasoning += asText(reasoning) ?? '';
  if (delta.audio) addAudio(choice, asObject(delta.audio));
  if (delta.tool_calls) for (const item of asList(delta.tool_calls)) addToolCall(choice.toolCalls, asObject(item));
  if (delta.function_call) addToolCall(choice.toolCalls, { index: 0, function: asObject(delta.function_call) });
}

function addAudio({ audio }: Choice, piece: JsonObject): void {
  audio.id = asText(piece.id) ?? audio.id;
  audio.data += asText(piece.data) ?? '';
  audio.transcript += asText(piece.transcript) ?? '';
}

function addToolCall(calls: ToolCall[], part: JsonObject): void {
  const id = asText(part.id);
  const index = asNumber(part.index) ?? placeOf(calls, id);
  // A hostile index must not make a huge list.
  if (!Number.isInteger(index) || index < 0 || index > 4096) return;
  calls[index] ??= { id: undefined, type: undefined, name: '', arguments: '' };
  const call = calls[index];
  const custom = asObject(part.custom);
  const callee = asObject(part.function);
  call.id = id ?? call.id;
  call.type = asText(part.type) ?? call.type;
  call.name += asText(callee.name) ?? asText(custom.name) ?? '';
  call.arguments += asText(callee.arguments) ?? asText(custom.input) ?? '';
}

/** Some servers leave the index out: a new id begins a new call, a piece without an id belongs to the last. */
function placeOf(calls: readonly ToolCall[], id: string | undefined): number {
  if (id === undefined) return Math.max(0, calls.length - 1);
  const known = calls.findIndex((call) => call?.id === id);
  return known === -1 ? calls.length : known;
}
