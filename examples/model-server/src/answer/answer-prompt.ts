import { hashOf } from '../pace.ts';
import type { Answer, Prompt } from '../prompt.ts';
import { countTokens, firstTokens } from '../tokens.ts';
import { chooseTool } from './choose-tool.ts';
import { fillSchema, type Source } from './fill-schema.ts';
import { type Reading, readTurns } from './reading.ts';
import { keywordsOf } from './words.ts';
import { writeText } from './write-text.ts';

/**
 * Answers a prompt, the same prompt always alike: calls a tool that fits the question, fills a schema, or answers
 * from the text that it was given. Knows nothing else.
 *
 * @param choice number of the answer where several are asked for, from 0.
 */
export function answerPrompt(prompt: Prompt, choice = 0): Answer {
  const reading = readTurns(prompt.turns);
  const tool = chooseTool(prompt, reading);
  if (tool !== undefined) {
    const input = JSON.stringify(fillSchema(tool.parameters, sourceOf(reading, reading.question)));
    const id = `call_${hashOf(`${tool.name}${input}${prompt.turns.length}${choice}`).toString(16).padStart(8, '0')}`;
    const outputTokens = countTokens(tool.name) + countTokens(input);
    return { text: '', toolCalls: [{ id, name: tool.name, arguments: input }], finish: 'tool_calls', outputTokens };
  }
  const text = choice === 0 ? writeAnswer(prompt, reading) : `(${choice + 1}) ${writeAnswer(prompt, reading)}`;
  return cut(text, prompt);
}

function writeAnswer(prompt: Prompt, reading: Reading): string {
  const text = writeText(reading, prompt.model);
  if (prompt.format.type === 'text') return text;
  if (prompt.format.type === 'json_object') return JSON.stringify({ answer: text });
  return JSON.stringify(fillSchema(prompt.format.schema, sourceOf(reading, text)));
}

function sourceOf({ question, context }: Reading, text: string): Source {
  return { question, text, keywords: keywordsOf(context === '' ? question : context, 3) };
}

function cut(text: string, { stop, maxTokens }: Prompt): Answer {
  const stops = stop.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  const upToStop = stops.length === 0 ? text : text.slice(0, Math.min(...stops));
  const tokens = countTokens(upToStop);
  if (maxTokens === undefined || tokens <= maxTokens) {
    return { text: upToStop, toolCalls: [], finish: 'stop', outputTokens: tokens };
  }
  return { text: firstTokens(upToStop, maxTokens), toolCalls: [], finish: 'length', outputTokens: maxTokens };
}
