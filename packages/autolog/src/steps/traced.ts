import { runStep } from './run-step.ts';
import type { StepOptions } from './step-options.ts';

/** Any function, whatever it takes. */
type Callable = (...args: never[]) => unknown;

/** What decorates a method: TypeScript's older kind of decorators gives its name. */
type MethodPlace = ClassMethodDecoratorContext | string | symbol;

/** A decorator of methods, private and static ones included, that keeps their types; of TypeScript's older kind too. */
export interface MethodDecorator {
  <F extends Callable>(method: F, context: ClassMethodDecoratorContext): F;
  (target: object, name: string | symbol, descriptor: PropertyDescriptor): void;
}

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
export function traced(target: object, name: string | symbol, descriptor: PropertyDescriptor): void;
export function traced<F extends Callable>(work: F, options?: StepOptions): F;
export function traced(options: StepOptions): MethodDecorator;
export function traced(
  subject: unknown,
  given?: StepOptions | MethodPlace | null,
  descriptor?: PropertyDescriptor,
): unknown {
  const about = given ?? {};
  if (isPlace(about)) return decorate({}, subject, about, descriptor);
  if (typeof subject === 'function') return wrap(subject as Callable, about);
  return (...of: readonly [unknown, MethodPlace, PropertyDescriptor?]) => decorate(subject as StepOptions, ...of);
}

function isPlace(about: StepOptions | MethodPlace): about is MethodPlace {
  return typeof about !== 'object' || 'addInitializer' in about;
}

/** The older kind hands over the class and where the method stands in it, and takes what stands there afterwards. */
function decorate(
  options: StepOptions,
  subject: unknown,
  place: MethodPlace,
  descriptor: PropertyDescriptor | undefined,
): unknown {
  const named = { name: String(typeof place === 'object' ? place.name : place), ...options };
  // What is no method, by somebody without types, stays as it is.
  if (typeof place === 'object') return typeof subject === 'function' ? wrap(subject as Callable, named) : undefined;
  if (typeof descriptor?.value === 'function') descriptor.value = wrap(descriptor.value as Callable, named);
  return undefined;
}

function wrap(work: Callable, options: StepOptions): Callable {
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
