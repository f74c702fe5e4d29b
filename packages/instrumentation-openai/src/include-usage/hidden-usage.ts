import { asObject } from '../json-reading.ts';

/** The chunk that a stream has only because its usage was asked for. */
export function isUsageChunk(chunk: unknown): boolean {
  const { choices, usage } = asObject(chunk);
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null;
}

/** Takes back what asking for usage adds to every other chunk. The chunk is ours still: nobody has seen it. */
export function removeEmptyUsage(chunk: unknown): void {
  const { usage } = asObject(chunk);
  if (usage === null) Reflect.deleteProperty(asObject(chunk), 'usage');
}
