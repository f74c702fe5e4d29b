/** A prompt that a trace has used, as the tag of linked prompts lists them. */
export interface LinkedPrompt {
  readonly name: string;
  readonly version: string;
}

/** The prompts in a tag, which a client wrote; none where it cannot be read. */
export function readPrompts(json: string): readonly LinkedPrompt[] {
  try {
    const list: unknown = JSON.parse(json);
    if (!Array.isArray(list)) return [];
    return list.map((each: { readonly name?: unknown; readonly version?: unknown } | null) => ({
      name: String(each?.name ?? ''),
      version: String(each?.version ?? ''),
    }));
  } catch {
    return [];
  }
}
