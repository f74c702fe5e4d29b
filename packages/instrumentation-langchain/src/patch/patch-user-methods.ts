import { context as otelContext, trace } from '@opentelemetry/api';
import { own, patch } from '@tracewright/instrumentation-core';
import { standIn } from '@tracewright/schema';
import { contextOf } from '../run/run-context.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import type { RunTable } from '../run/run-table.ts';
import { TOOL } from '../run/tool-run.ts';
import { withHandedOnName } from './handed-on-name.ts';
import { withoutOurManager } from './hide-manager.ts';
import type { LazyMethods } from './lazy-methods.ts';
import { wrapEmbeddings } from './patch-embeddings.ts';
import { type Method, prototypeWith } from './patched-class.ts';
import { runOf } from './run-of.ts';

/** Position of the config in `invoke`. */
const CONFIG = 1;

/** Runs `_call` of tools in their run's context, and lets the handler know the tool itself. */
export function patchTools(module: unknown, runs: RunTable, lazy: LazyMethods): (() => void)[] {
  const base = prototypeWith(module, 'StructuredTool', 'call');
  if (base === undefined) return [];
  return [
    patch(
      base,
      'call',
      (original) =>
        function (...args) {
          lazy.wrap(this, '_call', base, (call) => secondArgumentsRun(stoodIn(hidingManager(call, runs)), runs));
          return otelContext.with(otelContext.active().setValue(TOOL, this), () => original.apply(this, args));
        },
    ),
    patch(
      base,
      'invoke',
      (original) =>
        function (...args) {
          args[CONFIG] = withHandedOnName(args[CONFIG], runs);
          return original.apply(this, args);
        },
    ),
  ];
}

/** Runs `_getRelevantDocuments` of retrievers in their run's context, so that the embedding call is inside it. */
export function patchRetrievers(module: unknown, recorder: RunRecorder, lazy: LazyMethods): (() => void)[] {
  const base = prototypeWith(module, 'BaseRetriever', 'invoke');
  if (base === undefined) return [];
  return [
    patch(
      base,
      'invoke',
      (original) =>
        function (...args) {
          args[CONFIG] = withHandedOnName(args[CONFIG], recorder.runs);
          lazy.wrap(this, '_getRelevantDocuments', base, (search) =>
            secondArgumentsRun(stoodIn(hidingManager(search, recorder.runs)), recorder.runs),
          );
          wrapEmbeddings(own(own(this, 'vectorStore'), 'embeddings'), recorder, lazy);
          return original.apply(this, args);
        },
    ),
  ];
}

/** `_call(input, runManager, config)` hands the config on to the function of the app's; a retriever has none. */
function hidingManager(call: Method, runs: RunTable): Method {
  return function (...args) {
    const run = runOf(args[1], runs);
    return call.apply(this, run === undefined ? args : withoutOurManager(run, args, 1, 2));
  };
}

/** In place of a tool or a retriever, whoever stands in for it. */
function stoodIn(original: Method): Method {
  return function (...args) {
    const span = trace.getActiveSpan();
    const stand = standIn();
    return stand === undefined || span === undefined ? original.apply(this, args) : stand.result(span);
  };
}

/** Both methods are called with `(input, runManager)`. */
function secondArgumentsRun(original: Method, runs: RunTable): Method {
  return function (...args) {
    const run = runOf(args[1], runs);
    if (run === undefined) return original.apply(this, args);
    return otelContext.with(contextOf(run), () => original.apply(this, args));
  };
}
