import { randomBytes } from 'node:crypto';
import type { Pricer } from '@tracewright/pricing';
import { nanoUsd } from '@tracewright/schema';
import type { JudgeModel, JudgeReply, JudgeRequest, JudgeTracing } from '@tracewright/scoring';
import { errorFacts } from '@tracewright/scoring';
import { type CallTrouble, callTrouble } from './call-trouble.ts';
import type { JudgeTrace, RecordedModelCall } from './judge-trace.ts';

/** What calls of models used. */
export interface CallsUsed {
  readonly calls: number;
  readonly tokens: number;
  readonly costNanoUsd: number;
  readonly unpricedCalls: number;
}

/** Records one judgement: its own step, the calls of models in it, what they used, and what went wrong at last. */
export class JudgeRecorder {
  readonly #pricer: Pricer;
  readonly #provider: string;
  readonly #nowMs: () => number;
  readonly #calls: RecordedModelCall[] = [];
  #step: Omit<JudgeTrace, 'calls'> | undefined;
  #trouble: CallTrouble | undefined;

  constructor(pricer: Pricer, provider: string, nowMs: () => number) {
    this.#pricer = pricer;
    this.#provider = provider;
    this.#nowMs = nowMs;
  }

  /** The trace of the judgement; undefined where no model was asked. */
  get trace(): JudgeTrace | undefined {
    return this.#step && this.#calls.length > 0 ? { ...this.#step, calls: this.#calls } : undefined;
  }

  /** Of the last call, if it failed. */
  get trouble(): CallTrouble | undefined {
    return this.#trouble;
  }

  get used(): CallsUsed {
    return {
      calls: this.#calls.length,
      tokens: sum(this.#calls, ({ inputTokens, outputTokens }) => (inputTokens ?? 0) + (outputTokens ?? 0)),
      costNanoUsd: sum(this.#calls, ({ costNanoUsd }) => costNanoUsd ?? 0),
      unpricedCalls: this.#calls.filter(({ costNanoUsd, error }) => costNanoUsd === null && error === null).length,
    };
  }

  /** How the judge's own step is recorded. */
  readonly tracing: JudgeTracing = async (step, work) => {
    const begun = { traceId: newId(16), spanId: newId(8), judge: step.judge, fingerprint: step.fingerprint };
    const startMs = this.#nowMs();
    const end = (output: unknown, error: string | null): void => {
      this.#step = { ...begun, startMs, endMs: this.#nowMs(), input: step.input, output, error };
    };
    try {
      const result = await work();
      const { outcome } = result;
      if (outcome instanceof Error) end(null, errorFacts(outcome).code);
      else end(outcome, null);
      return { result, costUsd: this.used.costNanoUsd / 1e9 };
    } catch (error) {
      end(null, errorFacts(error).code);
      throw error;
    }
  };

  /** The same model, whose calls are recorded. */
  recorded(model: JudgeModel): JudgeModel {
    return { ...model, complete: (request) => this.#complete(model, request) };
  }

  async #complete(model: JudgeModel, request: JudgeRequest): Promise<JudgeReply> {
    const startMs = this.#nowMs();
    const called = { spanId: newId(8), startMs, provider: this.#provider, requestModel: model.name };
    try {
      const reply = await model.complete(request);
      this.#trouble = undefined;
      const { inputTokens, outputTokens } = reply.usage;
      this.#calls.push({
        ...called,
        endMs: this.#nowMs(),
        responseModel: reply.model,
        inputTokens,
        outputTokens,
        costNanoUsd: this.#costOf(reply, startMs),
        reportedCostUsd: reply.costUsd ?? null,
        messages: request.messages,
        answer: reply.text,
        error: null,
      });
      return reply;
    } catch (error) {
      this.#trouble = callTrouble(error, this.#nowMs());
      this.#calls.push({
        ...called,
        ...{ endMs: this.#nowMs(), responseModel: null, inputTokens: null, outputTokens: null },
        ...{ costNanoUsd: null, reportedCostUsd: null, messages: request.messages, answer: null },
        error: errorFacts(error).code,
      });
      throw error;
    }
  }

  #costOf({ costUsd, usage, model }: JudgeReply, atMs: number): number | null {
    if (costUsd !== undefined) return nanoUsd(costUsd);
    const { inputTokens, outputTokens } = usage;
    const reported = {
      ...(inputTokens !== null && { inputTokens }),
      ...(outputTokens !== null && { outputTokens }),
    };
    const cost = this.#pricer.cost({ provider: this.#provider, model, usage: reported, isGeneration: true, atMs });
    return cost === undefined || cost.total === undefined || cost.unpriced.length > 0 ? null : cost.total;
  }
}

function newId(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
