import type { JsonSchema, JudgeMessage } from './judge-model.ts';

/** The messages with the schema said in words, for models that are not held to it otherwise. */
export function withSchemaInWords(messages: readonly JudgeMessage[], schema: JsonSchema): readonly JudgeMessage[] {
  const words = `Answer with one JSON object and nothing else. It has to match this JSON Schema, its properties in this order:
${JSON.stringify(schema)}`;
  const [first, ...rest] = messages;
  return first?.role === 'system'
    ? [{ ...first, content: `${first.content}\n\n${words}` }, ...rest]
    : [{ role: 'system', content: words }, ...messages];
}
