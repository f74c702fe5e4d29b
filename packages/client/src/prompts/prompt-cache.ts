import type { Prompt } from './prompt.ts';

interface Kept {
  readonly prompt: Promise<Prompt>;
  /** Of `performance.now()`. */
  readonly askedMs: number;
}

/** Prompts that were loaded, by their addresses, for those who say how old one may be. */
export class PromptCache {
  readonly #kept = new Map<string, Kept>();

  /** Who asks for the same at the same time waits for one answer; a failure is not kept. */
  load(address: string, ttlMs: number, ask: () => Promise<Prompt>): Promise<Prompt> {
    const known = this.#kept.get(address);
    if (known !== undefined && performance.now() - known.askedMs < ttlMs) return known.prompt;
    const kept = { prompt: ask(), askedMs: performance.now() };
    this.#kept.set(address, kept);
    kept.prompt.catch(() => {
      if (this.#kept.get(address) === kept) this.#kept.delete(address);
    });
    return kept.prompt;
  }

  /** After a change of one's own. @param name of the prompt, which addresses begin with */
  forget(name: string): void {
    for (const address of this.#kept.keys()) if (/^[^/@]+/.exec(address)?.[0] === name) this.#kept.delete(address);
  }
}
