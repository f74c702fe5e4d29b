import { type Attributes, createContextKey, context as otelContext, SpanKind } from '@opentelemetry/api';
import { isObject, own, ownText, patch, quietly, type Step, startStep } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import { LANGCHAIN_VIEW } from '../content/langchain-view.ts';
import { providerName } from '../model/provider-name.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import type { LazyMethods } from './lazy-methods.ts';
import { type Method, prototypeWith } from './patched-class.ts';

/** In the context of a call of an embeddings class: classes call their own other method, or one that they wrap. */
const EMBEDDING = createContextKey('tracewright langchain embedding');

const SEARCHES = [
  'asRetriever',
  'similaritySearch',
  'similaritySearchWithScore',
  'maxMarginalRelevanceSearch',
] as const;

/** Vector stores are where embeddings are met: LangChain starts no run for them, and their base class has no methods. */
export function patchVectorStores(module: unknown, recorder: RunRecorder, lazy: LazyMethods): (() => void)[] {
  return SEARCHES.flatMap((name) => {
    const target = prototypeWith(module, 'VectorStore', name);
    if (target === undefined) return [];
    return [
      patch(
        target,
        name,
        (original) =>
          function (...args) {
            wrapEmbeddings(own(this, 'embeddings'), recorder, lazy);
            return original.apply(this, args);
          },
      ),
    ];
  });
}

/** Gives the calls of an embeddings class their spans. Those of classes that call the OpenAI SDK have one already. */
export function wrapEmbeddings(embeddings: unknown, recorder: RunRecorder, lazy: LazyMethods): void {
  quietly('meeting embeddings', () => {
    if (!isObject(embeddings) || classNames(embeddings).includes('OpenAIEmbeddings')) return;
    for (const name of ['embedQuery', 'embedDocuments']) {
      lazy.wrap(embeddings, name, Object.prototype, (original) => embedInStep(original, recorder));
    }
  });
}

function embedInStep(original: Method, recorder: RunRecorder): Method {
  return function (...args) {
    const active = otelContext.active();
    if (!recorder.isEnabled || active.getValue(EMBEDDING) !== undefined) return original.apply(this, args);
    const step = quietly('starting an embedding', () => startEmbedding(this, args[0], recorder));
    if (step === undefined) return original.apply(this, args);
    try {
      const inside = step.context.setValue(EMBEDDING, true);
      const result = otelContext.with(inside, () => original.apply(this, args));
      // The app's own promise stays the one that it gets.
      if (result instanceof Promise) {
        result.then(
          (vectors) => end(step, vectors),
          (error: unknown) => fail(step, error),
        );
      } else end(step, result);
      return result;
    } catch (error) {
      fail(step, error);
      throw error;
    }
  };
}

function startEmbedding(embeddings: unknown, input: unknown, recorder: RunRecorder): Step {
  const { tracer, rules } = recorder.settings;
  const model = ownText(embeddings, 'model') ?? ownText(embeddings, 'modelName');
  const attributes = {
    [GEN_AI.operationName]: 'embeddings',
    [GEN_AI.providerName]: providerName(isObject(embeddings) ? classNames(embeddings)[0] : undefined),
    ...(model === undefined ? {} : { [GEN_AI.requestModel]: model }),
  };
  const name = model === undefined ? 'embeddings' : `embeddings ${model}`;
  const step = startStep(tracer, { name, kind: 'embedding', otelKind: SpanKind.CLIENT, attributes }, rules);
  if (rules.capture) step.content(TRACEWRIGHT.input, input, LANGCHAIN_VIEW);
  return step;
}

/** The vectors themselves are not shown: they are long and say nothing. */
function end(step: Step, result: unknown): void {
  quietly('ending an embedding', () => {
    const list: readonly unknown[] = Array.isArray(result) ? result : [];
    const vectors = Array.isArray(list[0]) ? list : [list];
    const counted: Attributes = { [TRACEWRIGHT.embeddingsCount]: list.length === 0 ? 0 : vectors.length };
    const [first] = vectors;
    if (Array.isArray(first) && first.length > 0) counted[GEN_AI.embeddingsDimensionCount] = first.length;
    step.set(counted);
    step.end();
  });
}

function fail(step: Step, error: unknown): void {
  quietly('ending an embedding', () => {
    step.fail(error);
    step.end();
  });
}

/** Names of an object's classes, its own first. */
function classNames(value: object): string[] {
  const names: string[] = [];
  let at: unknown = Object.getPrototypeOf(value);
  while (isObject(at)) {
    const madeBy = own(at, 'constructor');
    if (typeof madeBy === 'function' && madeBy !== Object) names.push(madeBy.name);
    at = Object.getPrototypeOf(at);
  }
  return names;
}
