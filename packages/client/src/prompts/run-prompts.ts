import type { Runs } from '../runs/runs.ts';
import type { Prompt } from './prompt.ts';

/** What tells one version of a prompt from all others. */
export type PromptVersionRef = Pick<Prompt, 'name' | 'version' | 'hash'>;

/** MLflow's: a list of names and versions as JSON. */
const LINKED_TAG = 'mlflow.linkedPrompts';
/** Ours: followed by the hash; the value is the name and version under which it was used. */
const HASH_TAG = 'tracewright.prompt.hash.';

/** Notes at runs which prompts they have used, so that they are found by a prompt's name and by what it says. */
export class RunPrompts {
  readonly #runs: Pick<Runs, 'get' | 'logBatch'>;
  readonly #linking = new Map<string, Promise<void>>();

  constructor(runs: Pick<Runs, 'get' | 'logBatch'>) {
    this.#runs = runs;
  }

  /** One after the other for each run: each goes behind those in a list that was read before. */
  async link(runId: string, prompt: PromptVersionRef): Promise<void> {
    const before = this.#linking.get(runId) ?? Promise.resolve();
    const done = before.then(() => linkPrompt(this.#runs, runId, prompt));
    const settled = done.catch(() => {});
    this.#linking.set(runId, settled);
    await settled;
    if (this.#linking.get(runId) === settled) this.#linking.delete(runId);
    return done;
  }
}

async function linkPrompt(
  runs: Pick<Runs, 'get' | 'logBatch'>,
  runId: string,
  { name, version, hash }: PromptVersionRef,
): Promise<void> {
  const linked = readLinked((await runs.get(runId)).tags[LINKED_TAG]);
  const link = { name, version: String(version) };
  const isKnown = linked.some((one) => one.name === link.name && one.version === link.version);
  const tags = [
    { key: `${HASH_TAG}${hash}`, value: `${name}/${version}` },
    ...(isKnown ? [] : [{ key: LINKED_TAG, value: JSON.stringify([...linked, link]) }]),
  ];
  await runs.logBatch(runId, { tags });
}

/**
 * A filter that finds the runs which have used what a prompt says, under whatever name and number.
 *
 * @example
 * client.searchRuns({ filter: usedPrompt(prompt) });
 */
export function usedPrompt({ hash }: Pick<PromptVersionRef, 'hash'>): string {
  return `tags.\`${HASH_TAG}${hash}\` IS NOT NULL`;
}

/** A tag that somebody has set to something else counts as none. */
function readLinked(tag: string | undefined): readonly { readonly name: unknown; readonly version: unknown }[] {
  try {
    const linked: unknown = JSON.parse(tag ?? '[]');
    return Array.isArray(linked) ? linked.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return [];
  }
}
