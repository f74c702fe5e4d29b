import { runStep } from './run-step.ts';
import type { StepOptions } from './step-options.ts';

/** Any function, whatever it takes. */
type Callable = (...args: never[]) => unknown;

/** A decorator of methods, private and static ones included, that keeps their types. */
export type MethodDecorator = <F extends Callable>(method: F, context: ClassMethodDecoratorContext) => F;

/**
 * Makes every call of a function a step of the trace, with its arguments and its result. The function that comes back
 * has the type, the name and the properties of the one given. As a decorator it does so with a method: `@traced`, or
 * `@traced({ kind: 'tool' })`.
 *
 * @example
 * ```ts
 * const lookUp = traced(async (id: string) => await db.find(id), { name: 'look up', kind: 'tool' });
 * ```
 */
export function traced<F extends Callable>(method: F, context: ClassMethodDecoratorContext): F;
export function traced<F extends Callable>(work: F, options?: StepOptions): F;
export function traced(options: StepOptions): MethodDecorator;
export function traced<F extends Callable>(
  subject: F | StepOptions,
  about: StepOptions | ClassMethodDecoratorContext = {},
): F | MethodDecorator {
  if (typeof subject !== 'function') return decorator(subject);
  if (isDecoratorContext(about)) return wrap(subject, { name: String(about.name) });
  return wrap(subject, about);
}

function decorator(options: StepOptions): MethodDecorator {
  return (method, { name }) => wrap(method, { name: String(name), ...options });
}

function wrap<F extends Callable>(work: F, options: StepOptions): F {
  const name = options.name ?? (work.name === '' ? 'anonymous' : work.name);
  // A proxy has everything that the function has, and passes on what it is called with as it is.
  return new Proxy(work, {
    apply: (target, self, args: unknown[]) =>
      runStep(name, options, inputOf(args), () => Reflect.apply(target, self, args)),
  });
}

function inputOf(args: readonly unknown[]): unknown {
  return args.length > 1 ? args : args[0];
}

function isDecoratorContext(about: StepOptions | ClassMethodDecoratorContext): about is ClassMethodDecoratorContext {
  return 'addInitializer' in about;
}
