import { isObject, patch } from '@tracewright/instrumentation-core';
import type { LangChainModules } from '../langchain-modules.ts';
import { BriefSerialized } from '../run/brief-serialized.ts';
import type { LazyMethods } from './lazy-methods.ts';
import { type Method, prototypeWith } from './patched-class.ts';

/** Where runnables whose classes may have a `toJSON` of their own are met before they are asked for it. */
const MET_IN: ReadonlyArray<readonly [module: keyof LangChainModules, className: string, method: string]> = [
  ['runnables', 'Runnable', '_callWithConfig'],
  ['runnables', 'Runnable', '_batchWithConfig'],
  ['runnables', 'Runnable', '_transformStreamWithConfig'],
  ['chatModels', 'BaseChatModel', 'generate'],
  ['chatModels', 'BaseChatModel', '_streamIterator'],
  ['llms', 'BaseLLM', 'generate'],
  ['llms', 'BaseLLM', '_streamIterator'],
  ['tools', 'StructuredTool', 'call'],
  ['retrievers', 'BaseRetriever', 'invoke'],
];

/**
 * Spares runnables the work of serialising themselves for us. LangChain calls `manager.handleChainStart(this.toJSON(),
 * …)`: it asks the manager for the method, then the runnable for its JSON, with nothing in between. Without us nobody
 * would ask, so that a `toJSON` of the app's has to stay out of it as well: it may take long, or throw.
 */
export class BriefSerialization {
  /** The next runnable that is asked for its JSON is asked for a manager that only we listen to. */
  isExpected = false;
  readonly #lazy: LazyMethods;
  /** Prototypes of runnables that were met. */
  readonly #met = new WeakSet<object>();

  constructor(lazy: LazyMethods) {
    this.#lazy = lazy;
  }

  /** @returns the ways back */
  patch(modules: LangChainModules): (() => void)[] {
    const base = prototypeWith(modules.runnables, 'Runnable', 'toJSON');
    if (base === undefined) return [];
    const undoMeeting = MET_IN.flatMap(([module, className, method]) => {
      const target = prototypeWith(modules[module], className, method);
      return target === undefined ? [] : [patch(target, method, (original) => this.#meeting(original, base))];
    });
    return [patch(base, 'toJSON', (original) => this.#brief(original)), ...undoMeeting];
  }

  #brief(original: Method): Method {
    const serialization = this;
    return function (...args) {
      if (!serialization.isExpected || !isObject(this)) return original.apply(this, args);
      serialization.isExpected = false;
      return new BriefSerialized(this);
    };
  }

  #meeting(original: Method, base: object): Method {
    const serialization = this;
    return function (...args) {
      if (isObject(this)) serialization.#meet(this, base);
      return original.apply(this, args);
    };
  }

  #meet(runnable: object, base: object): void {
    const prototype = Object.getPrototypeOf(runnable) as object;
    if (this.#met.has(prototype) && !Object.hasOwn(runnable, 'toJSON')) return;
    this.#met.add(prototype);
    this.#lazy.wrap(runnable, 'toJSON', base, (original) => this.#brief(original));
  }
}
