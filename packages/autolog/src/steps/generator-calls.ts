import { types } from 'node:util';

/** What generators of both kinds have. */
export interface GeneratorLike {
  next(...args: readonly unknown[]): unknown;
  return(value?: unknown): unknown;
  throw(error?: unknown): unknown;
}

export type GeneratorCall = keyof GeneratorLike;

const CALLS: readonly GeneratorCall[] = ['next', 'return', 'throw'];

/** True for what generator functions give, asynchronous ones included. */
export function isGenerator(value: unknown): value is GeneratorLike {
  return types.isGeneratorObject(value) && !types.isProxy(value);
}

/**
 * Puts `around` before every call that drives a generator, which stays the object that it is: loops, `yield*` and
 * iterator helpers all call these methods. What `around` returns is what the caller gets.
 */
export function aroundCalls(
  generator: GeneratorLike,
  around: (name: GeneratorCall, call: () => unknown) => unknown,
): void {
  for (const name of CALLS) {
    const original = generator[name];
    Object.defineProperty(generator, name, {
      value(this: GeneratorLike, ...args: readonly unknown[]) {
        return around(name, () => Reflect.apply(original, this, args));
      },
      configurable: true,
      writable: true,
    });
  }
}
