import type { Json } from '../json-fields.ts';
import type { Turn } from '../prompt.ts';

/** Remembers responses, so that the next one can go on from them; the oldest are forgotten. */
export interface ResponseMemory {
  keep(id: string, body: Json, turns: readonly Turn[]): void;
  body(id: string): Json | undefined;
  turns(id: string): readonly Turn[] | undefined;
}

export function createResponseMemory(capacity = 200): ResponseMemory {
  const kept = new Map<string, { readonly body: Json; readonly turns: readonly Turn[] }>();
  return {
    keep(id, body, turns) {
      kept.set(id, { body, turns });
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
    },
    body: (id) => kept.get(id)?.body,
    turns: (id) => kept.get(id)?.turns,
  };
}
