import { isObject, patch } from '@tracewright/instrumentation-core';
import { BriefSerialized } from '../run/brief-serialized.ts';
import { prototypeWith } from './patched-class.ts';

/**
 * Spares runnables the work of serialising themselves for us. LangChain calls `manager.handleChainStart(this.toJSON(),
 * …)`: it asks the manager for the method, then the runnable for its JSON, with nothing in between.
 */
export class BriefSerialization {
  /** The next runnable that is asked for its JSON is asked for a manager that only we listen to. */
  isExpected = false;

  /** @param module `@langchain/core/runnables` @returns the ways back */
  patchRunnables(module: unknown): (() => void)[] {
    const target = prototypeWith(module, 'Runnable', 'toJSON');
    if (target === undefined) return [];
    const serialization = this;
    return [
      patch(
        target,
        'toJSON',
        (original) =>
          function (...args) {
            if (!serialization.isExpected || !isObject(this)) return original.apply(this, args);
            serialization.isExpected = false;
            return new BriefSerialized(this);
          },
      ),
    ];
  }
}
