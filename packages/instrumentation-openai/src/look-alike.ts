type AnyFunction = (...args: never[]) => unknown;

/**
 * A function that does what `wrapper` does and shows as `original`, be that asynchronous, a generator or neither: on
 * an app's console a promise or stream of the SDK looks as without us. Each call goes through a proxy: it is for what
 * is called once, not for every chunk.
 */
export function lookAlike<F extends AnyFunction>(original: F, wrapper: NoInfer<F>): F {
  return new Proxy(original, { apply: (_original, self, args) => Reflect.apply(wrapper, self, args) });
}
