import { context } from '@opentelemetry/api';
import { type StreamEnd, timeAt } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';
import { aroundCalls, type GeneratorCall, type GeneratorLike } from './generator-calls.ts';
import type { OpenTraceStep } from './open-trace-step.ts';
import type { UnreadResult, UnreadResults } from './unread-results.ts';
import { YieldedValues } from './yielded-values.ts';

/** Ends a step when a generator has been read, runs its body under the step, and shows what it yielded. */
export function followGenerator(generator: GeneratorLike, step: OpenTraceStep, unread: UnreadResults): void {
  const reading = new Reading(step, (done) => unread.remove(done));
  aroundCalls(generator, (name, call) => reading.run(name, call));
  unread.add(generator, reading);
}

class Reading implements UnreadResult {
  readonly #step: OpenTraceStep;
  readonly #onEnd: (reading: Reading) => void;
  readonly #values: YieldedValues;
  #isCancelled = false;
  #callsUnderWay = 0;
  #lastMs: number = performance.now();

  constructor(step: OpenTraceStep, onEnd: (reading: Reading) => void) {
    this.#step = step;
    this.#onEnd = onEnd;
    this.#values = new YieldedValues(step.capturesOutput);
  }

  get isIdle(): boolean {
    return this.#callsUnderWay === 0;
  }

  run(name: GeneratorCall, call: () => unknown): unknown {
    if (name === 'return') this.#isCancelled = true;
    this.#callsUnderWay++;
    let result: unknown;
    try {
      result = context.with(this.#step.context, call);
    } catch (error) {
      throw this.#fail(error);
    }
    if (!(result instanceof Promise)) {
      this.#note(result);
      return result;
    }
    return result.then(
      (item: unknown) => {
        this.#note(item);
        return item;
      },
      (error: unknown) => {
        throw this.#fail(error);
      },
    );
  }

  abandon(): void {
    this.#end('abandoned');
  }

  #note(item: unknown): void {
    this.#callsUnderWay--;
    this.#lastMs = performance.now();
    const { value, done } = item as IteratorResult<unknown>;
    if (done === true) this.#end(this.#isCancelled ? 'cancelled' : 'complete', value);
    else this.#values.add(value);
  }

  #fail(error: unknown): unknown {
    this.#callsUnderWay--;
    this.#lastMs = performance.now();
    this.#step.fail(error);
    this.#end('error');
    return error;
  }

  #end(end: StreamEnd, returned?: unknown): void {
    this.#onEnd(this);
    this.#step.set({ [TRACEWRIGHT.streamEnd]: end, [TRACEWRIGHT.streamChunks]: this.#values.count });
    this.#step.showResult(this.#values.count === 0 ? returned : this.#values.all());
    this.#step.end(timeAt(this.#lastMs));
  }
}
