import { types } from 'node:util';
import { own, ownList, quietly } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import { documentsOf } from '../content/documents.ts';
import { LANGCHAIN_VIEW } from '../content/langchain-view.ts';
import { boundNameIn } from './bound-name.ts';
import { serializedClass } from './brief-serialized.ts';
import { chainStart } from './chain-start.ts';
import { ModelRuns } from './model-runs.ts';
import type { Run } from './run.ts';
import { idText } from './run-labels.ts';
import type { RunRecorder, RunStart } from './run-recorder.ts';
import { threadAttributes } from './thread-traces.ts';
import { toolArguments, toolResult, toolStart } from './tool-run.ts';

/**
 * The callback handler that every callback manager gets. Its methods are LangChain's, called synchronously inside the
 * app's call; none throws, none returns a promise.
 */
export class RunHandler {
  readonly name = 'tracewright';
  /** LangChain runs the handler before the work, not in its queue: the span has to exist when the work begins. */
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  /** True in managers that exist because of us alone. */
  readonly isAlone: boolean;
  readonly #recorder: RunRecorder;
  readonly #models: ModelRuns;

  constructor(recorder: RunRecorder, isAlone: boolean) {
    this.isAlone = isAlone;
    this.#recorder = recorder;
    this.#models = new ModelRuns(recorder);
  }

  /** LangChain copies handlers by this; one handler serves all. */
  copy(): RunHandler {
    return this;
  }

  handleChainStart(
    chain: unknown,
    inputs: unknown,
    id: string,
    parentId?: unknown,
    tags?: unknown,
    metadata?: unknown,
    runType?: unknown,
    name?: unknown,
    extra?: unknown,
  ): void {
    quietly('starting a chain', () => {
      const described = chainStart(chain, runType, this.#name(name, chain, parentId), metadata);
      const run = described.isGraph
        ? this.#startGraph({ id, parentId, tags, metadata, runName: textOf(name), ...described }, inputs)
        : this.#recorder.start({ id, parentId, tags, metadata, runName: textOf(name), ...described });
      // A step that reads a stream learns its input only while it runs: it comes with the end.
      if (own(extra, 'lc_defers_inputs') !== true) this.#show(run, TRACEWRIGHT.input, inputs);
      else run?.step?.set({ [TRACEWRIGHT.streamInput]: true });
    });
  }

  handleChainEnd(outputs: unknown, id: string, _parentId?: unknown, _tags?: unknown, kwargs?: unknown): void {
    const showInput = (run: Run) => this.#show(run, TRACEWRIGHT.input, own(kwargs, 'inputs'));
    const returned = returnedError(outputs, this.#recorder.runs.get(id));
    if (returned !== undefined) {
      this.#recorder.fail(id, returned, showInput);
      return;
    }
    this.#recorder.end(id, (run) => {
      showInput(run);
      this.#show(run, TRACEWRIGHT.output, outputs);
    });
  }

  handleChainError(error: unknown, id: string, _parentId?: unknown, _tags?: unknown, kwargs?: unknown): void {
    this.#recorder.fail(id, error, (run) => this.#show(run, TRACEWRIGHT.input, own(kwargs, 'inputs')));
  }

  handleChatModelStart(
    model: unknown,
    messages: unknown,
    id: string,
    parentId?: unknown,
    extraParams?: unknown,
    tags?: unknown,
    metadata?: unknown,
    name?: unknown,
  ): void {
    quietly('starting a chat model', () => {
      const input = Array.isArray(messages) ? (messages[0] as unknown) : undefined;
      const shownName = this.#name(name, model, parentId);
      this.#models.start('chat', { model, input, id, parentId, extraParams, tags, metadata, name: shownName });
    });
  }

  handleLLMStart(
    model: unknown,
    prompts: unknown,
    id: string,
    parentId?: unknown,
    extraParams?: unknown,
    tags?: unknown,
    metadata?: unknown,
    name?: unknown,
  ): void {
    quietly('starting an LLM', () => {
      this.#models.start('text_completion', {
        model,
        input: prompts,
        id,
        parentId,
        extraParams,
        tags,
        metadata,
        name: this.#name(name, model, parentId),
      });
    });
  }

  handleLLMNewToken(_token: unknown, _index: unknown, id: string): void {
    this.#recorder.runs.get(id)?.stream?.token();
  }

  handleLLMEnd(output: unknown, id: string, _parentId?: unknown, _tags?: unknown, extraParams?: unknown): void {
    this.#models.end(id, output, own(extraParams, 'cached') === true);
  }

  handleLLMError(error: unknown, id: string): void {
    this.#recorder.fail(id, error);
  }

  handleToolStart(
    tool: unknown,
    input: unknown,
    id: string,
    parentId?: unknown,
    tags?: unknown,
    metadata?: unknown,
    name?: unknown,
    toolCallId?: unknown,
  ): void {
    quietly('starting a tool', () => {
      const described = toolStart(this.#name(name, tool, parentId), toolCallId);
      const run = this.#recorder.start({ id, parentId, tags, metadata, runName: textOf(name), ...described });
      this.#show(run, GEN_AI.toolCallArguments, toolArguments(input));
    });
  }

  handleToolEnd(output: unknown, id: string): void {
    this.#recorder.end(id, (run) => this.#show(run, GEN_AI.toolCallResult, toolResult(output)));
  }

  handleToolError(error: unknown, id: string): void {
    this.#recorder.fail(id, error);
  }

  handleRetrieverStart(
    retriever: unknown,
    query: unknown,
    id: string,
    parentId?: unknown,
    tags?: unknown,
    metadata?: unknown,
    name?: unknown,
  ): void {
    quietly('starting a retriever', () => {
      const run = this.#recorder.start({
        id,
        parentId,
        tags,
        metadata,
        name: this.#name(name, retriever, parentId),
        kind: 'retriever',
        attributes: { [GEN_AI.operationName]: 'retrieval' },
      });
      if (typeof query === 'string') this.#recorder.showText(run, GEN_AI.retrievalQueryText, query);
    });
  }

  handleRetrieverEnd(documents: unknown, id: string): void {
    this.#recorder.end(id, (run) => {
      if (this.#recorder.capturesContent)
        run.step?.content(GEN_AI.retrievalDocuments, documentsOf(documents), LANGCHAIN_VIEW);
    });
  }

  handleRetrieverError(error: unknown, id: string): void {
    this.#recorder.fail(id, error);
  }

  /** A graph's call says which thread it belongs to; one in a node of another graph belongs to that one's. */
  #startGraph(start: RunStart, inputs: unknown): Run | undefined {
    const threadId = idText(start.metadata, 'thread_id');
    if (threadId === undefined || isInGraph(this.#recorder.parentOf(start.parentId)))
      return this.#recorder.start(start);
    const { threads } = this.#recorder;
    const run = this.#recorder.start({
      ...start,
      attributes: { ...start.attributes, ...threadAttributes(threadId, inputs) },
      links: threads.followed(threadId, inputs),
    });
    if (run?.step !== undefined) threads.remember(threadId, run.step.span.spanContext());
    return run;
  }

  /**
   * A run's name as LangChain's own tracers give it: the one it was called with, else the class's. One that is only the
   * name of the run outside, which was handed on with its config, gives way to the runnable's own.
   */
  #name(given: unknown, serialized: unknown, parentId: unknown): string {
    const parent = this.#recorder.parentOf(parentId);
    const name = parent?.showsRunName && parent.runName === given ? boundNameIn(parent) : given;
    return typeof name === 'string' && name !== '' ? name : (serializedClass(serialized) ?? 'run');
  }

  #show(run: Run | undefined, attribute: string, value: unknown): void {
    if (run?.step !== undefined && value !== undefined && this.#recorder.capturesContent) {
      run.step.content(attribute, value, LANGCHAIN_VIEW);
    }
  }
}

function textOf(name: unknown): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

function isInGraph(run: Run | undefined): boolean {
  for (let at = run; at !== undefined; at = at.parent) if (at.isGraph) return true;
  return false;
}

/**
 * What failed inside a run that hands it on as a result, as `batch` with `returnExceptions` does: LangChain tells each of
 * its runs the results of all.
 */
function returnedError(outputs: unknown, run: Run | undefined): unknown {
  const errors = run?.childErrors;
  if (errors === undefined) return undefined;
  return [outputs, ...ownList(outputs, 'output')].find((item) => types.isNativeError(item) && errors.has(item));
}
