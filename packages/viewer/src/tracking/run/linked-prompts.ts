import { type KeyValue, tagOf } from '../api/shapes.ts';

/** Tag in which clients note the prompts that a run has used: `[{"name": "answer", "version": "3"}]`. */
const LINKED_TAG = 'mlflow.linkedPrompts';

export interface LinkedPrompt {
  readonly name: string;
  readonly version: string;
}

/** The prompts that a run has used, each once. */
export function linkedPrompts(tags: readonly KeyValue[] | undefined): readonly LinkedPrompt[] {
  try {
    const said: unknown = JSON.parse(tagOf(tags, LINKED_TAG) ?? '[]');
    if (!Array.isArray(said)) return [];
    const found = said.flatMap((entry: { readonly name?: unknown; readonly version?: unknown } | null) =>
      typeof entry?.name === 'string' ? [{ name: entry.name, version: String(entry.version ?? '') }] : [],
    );
    return [...new Map(found.map((prompt) => [`${prompt.name} ${prompt.version}`, prompt])).values()];
  } catch {
    return [];
  }
}
