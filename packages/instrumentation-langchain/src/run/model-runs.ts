import { GEN_AI, type Operation, TRACEWRIGHT } from '@tracewright/schema';
import { LANGCHAIN_VIEW } from '../content/langchain-view.ts';
import { textMessage } from '../content/message.ts';
import { generationsOf, resultAttributes, resultMessages } from '../model/model-result.ts';
import { modelStart } from '../model/model-start.ts';
import { setUsage, usageOf } from '../model/usage.ts';
import type { RunRecorder } from './run-recorder.ts';

/** A model's run as LangChain announces it. */
export interface ModelRunStart {
  readonly model: unknown;
  /** Messages or texts. */
  readonly input: unknown;
  readonly id: string;
  readonly parentId: unknown;
  readonly extraParams: unknown;
  readonly tags: unknown;
  readonly metadata: unknown;
  readonly name: string;
}

/** Runs of chat models and LLMs: one span per model call, with what the provider's instrumentation did not write. */
export class ModelRuns {
  readonly #recorder: RunRecorder;

  constructor(recorder: RunRecorder) {
    this.#recorder = recorder;
  }

  start(operation: Operation, start: ModelRunStart): void {
    const { id, parentId, tags, metadata } = start;
    const described = modelStart(operation, start.model, start.extraParams, metadata as Record<string, unknown>);
    const { name, attributes, labels } = described;
    attributes[TRACEWRIGHT.runName] = start.name;
    const run = this.#recorder.start({ id, parentId, tags, metadata, name, kind: 'llm', attributes, labels });
    if (run?.step === undefined || !this.#recorder.capturesContent) return;
    const input = Array.isArray(start.input) ? (start.input as readonly unknown[]) : [];
    const messages = input.map((item): unknown => (typeof item === 'string' ? textMessage('user', item) : item));
    run.step.content(GEN_AI.inputMessages, messages, LANGCHAIN_VIEW);
    if (described.tools.length > 0) run.step.content(GEN_AI.toolDefinitions, described.tools, LANGCHAIN_VIEW);
  }

  /** @param isCached the answer came from a cache: nothing was used. */
  end(id: string, output: unknown, isCached: boolean): void {
    this.#recorder.end(id, (run) => {
      // The provider's call has written the answer and its usage from the source itself.
      if (run.modelRun?.state === 'served' && !run.modelRun.isShared) return;
      const generations = generationsOf(output);
      const attributes = resultAttributes(generations);
      if (isCached) {
        run.stream?.ignore();
        attributes[TRACEWRIGHT.cacheHit] = true;
        attributes[GEN_AI.usageCost] = 0;
      } else if (run.modelRun?.state !== 'served') setUsage(attributes, usageOf(output, generations));
      run.step?.set(attributes);
      if (this.#recorder.capturesContent)
        run.step?.content(GEN_AI.outputMessages, resultMessages(generations), LANGCHAIN_VIEW);
    });
  }
}
