import { own, ownList } from '@tracewright/instrumentation-core';

/**
 * Stands for what LangChain writes down of a runnable (`toJSON`) for those who listen. Nobody but us sees it, and of all
 * arguments of prompts and models, with their keys renamed one by one, we want two words.
 */
export class BriefSerialized {
  readonly #runnable: object;

  constructor(runnable: object) {
    this.#runnable = runnable;
  }

  /** `id` without its last part. */
  get namespace(): readonly unknown[] {
    return ownList(this.#runnable, 'lc_namespace');
  }

  /** The last part of `id`. A getter of LangChain's, which `toJSON` asks as well. */
  get className(): unknown {
    const { lc_id: id } = this.#runnable as { readonly lc_id?: unknown };
    return Array.isArray(id) ? id.at(-1) : undefined;
  }

  /** What the runnable was made with. */
  get kwargs(): unknown {
    return own(this.#runnable, 'lc_kwargs');
  }

  /** Whoever comes by one all the same gets what `toJSON` would have given. */
  toJSON(): unknown {
    return (this.#runnable as { toJSON(): unknown }).toJSON();
  }
}

/** Where LangChain keeps the class of a run's runnable, such as `langgraph`, `pregel`. */
export function serializedNamespace(serialized: unknown): readonly unknown[] {
  return serialized instanceof BriefSerialized ? serialized.namespace : ownList(serialized, 'id').slice(0, -1);
}

/** Name of the class of a run's runnable. */
export function serializedClass(serialized: unknown): string | undefined {
  const name = serialized instanceof BriefSerialized ? serialized.className : ownList(serialized, 'id').at(-1);
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** What a run's runnable was made with. */
export function serializedKwargs(serialized: unknown): unknown {
  return serialized instanceof BriefSerialized ? serialized.kwargs : own(serialized, 'kwargs');
}
