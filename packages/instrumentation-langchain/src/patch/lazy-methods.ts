import { isObject } from '@tracewright/instrumentation-core';
import type { Method } from './patched-class.ts';

interface Replaced {
  readonly own: PropertyDescriptor;
  readonly method: Method;
}

/**
 * Wraps methods of classes that we meet only when they are used, each class once: a model of the app's own, say. Holds
 * the classes weakly.
 */
export class LazyMethods {
  readonly #replaced = new WeakMap<object, Map<string, Replaced>>();
  #targets: WeakRef<object>[] = [];

  /**
   * Wraps `instance[name]` where it is defined: on the instance itself or a class of it, up to but without `base`.
   * LangChain compares methods with those of the base class to see what a class can do, so those stay.
   */
  wrap(instance: unknown, name: string, base: object, wrapper: (original: Method) => Method): void {
    for (let at: unknown = instance; isObject(at) && at !== base; at = Object.getPrototypeOf(at)) {
      if (!Object.hasOwn(at, name)) continue;
      // Patched over by somebody else, ours is still inside: twice would be once too often.
      if (!this.#replaced.get(at)?.has(name)) this.#replace(at, name, wrapper);
      return;
    }
  }

  /** Restores every class that is still there, unless somebody patched it after us. */
  restore(): void {
    for (const target of this.#targets) {
      const at = target.deref();
      const replaced = at === undefined ? undefined : this.#replaced.get(at);
      if (at === undefined || replaced === undefined) continue;
      for (const [name, { own, method }] of replaced) {
        if (Object.getOwnPropertyDescriptor(at, name)?.value === method) Object.defineProperty(at, name, own);
      }
      this.#replaced.delete(at);
    }
    this.#targets = [];
  }

  #replace(at: object, name: string, wrapper: (original: Method) => Method): void {
    const own = Object.getOwnPropertyDescriptor(at, name);
    if (typeof own?.value !== 'function' || own.configurable !== true) return;
    const method = wrapper(own.value as Method);
    Object.defineProperty(at, name, { ...own, value: method });
    const known = this.#replaced.get(at);
    if (known === undefined) {
      this.#replaced.set(at, new Map([[name, { own, method }]]));
      this.#remember(at);
    } else known.set(name, { own, method });
  }

  #remember(at: object): void {
    this.#targets.push(new WeakRef(at));
    // Instances with methods of their own come and go.
    if (this.#targets.length % 1_024 === 0)
      this.#targets = this.#targets.filter((target) => target.deref() !== undefined);
  }
}
