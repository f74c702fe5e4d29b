import * as nodeModule from 'node:module';
import { report } from './report.ts';

/** A module as Node resolved it. */
export interface ResolvedModule {
  readonly specifier: string;
  readonly url: string;
  /** As Node says it (`module`, `commonjs` …); absent for most modules that are required. */
  readonly format: string | null | undefined;
  /** Of the module that asks; absent for the app's entry. */
  readonly parentUrl: string | undefined;
}

/** Told of every resolved module, in the middle of its import or require. Must be quick and never throw. */
export type ResolveListener = (resolved: ResolvedModule) => void;

/**
 * One resolve hook serves every watch of every copy of this package in the process: each further hook would cost
 * something on each import of the app. The shape is shared between versions, hence the number in the key.
 */
interface SharedHook {
  readonly listeners: Set<ResolveListener>;
  readonly deregister: () => void;
}

const SHARED = Symbol.for('tracewright.resolve_hook.1');
const shared = globalThis as { [SHARED]?: SharedHook | undefined };

/**
 * Listens to module resolution, ESM and CJS, until the returned function is called. Only observes: what is resolved,
 * and the source of modules, stay as they are.
 */
export function onResolve(listener: ResolveListener): () => void {
  const hook = shared[SHARED] ?? installHook();
  if (hook === undefined) return () => {};
  shared[SHARED] = hook;
  hook.listeners.add(listener);
  return () => {
    hook.listeners.delete(listener);
    if (hook.listeners.size > 0 || shared[SHARED] !== hook) return;
    hook.deregister();
    shared[SHARED] = undefined;
  };
}

function installHook(): SharedHook | undefined {
  // Not a named import: Node before 22.15 lacks it, and a missing name would keep the app from starting.
  const { registerHooks } = nodeModule;
  if (typeof registerHooks !== 'function') {
    report('warn', 'tracewright: this Node.js lacks module.registerHooks; packages loaded from now on are not traced');
    return undefined;
  }
  const listeners = new Set<ResolveListener>();
  const { deregister } = registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const { url, format } = resolved;
      for (const listener of listeners) listener({ specifier, url, format, parentUrl: context.parentURL });
      return resolved;
    },
  });
  return { listeners, deregister };
}
