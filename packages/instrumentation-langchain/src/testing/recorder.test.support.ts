import * as callbacksManager from '@langchain/core/callbacks/manager';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as llms from '@langchain/core/language_models/llms';
import * as retrievers from '@langchain/core/retrievers';
import * as runnables from '@langchain/core/runnables';
import * as singletons from '@langchain/core/singletons';
import * as tools from '@langchain/core/tools';
import * as asyncCaller from '@langchain/core/utils/async_caller';
import * as vectorStores from '@langchain/core/vectorstores';
import { context, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { LangChainInstrumentation, type LangChainInstrumentationConfig, type LangChainModules } from '../index.ts';

/** A file of a package that is not among its exports, from one that is. */
const inner = (exported: string, path: string): Promise<unknown> =>
  import(new URL(path, import.meta.resolve(exported)).href);

/** The copy of `@langchain/core` that this file's tests use, and LangGraph beside it. */
export const MODULES: LangChainModules = {
  callbacksManager,
  singletons,
  chatModels,
  llms,
  runnables,
  tools,
  retrievers,
  vectorStores,
  asyncCaller,
  callbacksQueue: await inner('@langchain/core/callbacks/manager', '../singletons/callbacks.js'),
  graphFunctions: await inner('@langchain/langgraph', 'utils.js'),
};

/** Spans of one test, in the order of their starts. */
export class Recorded implements SpanProcessor {
  readonly spans: ReadableSpan[] = [];
  ended = 0;
  readonly tracer: Tracer;
  readonly instrumentation: LangChainInstrumentation;

  constructor(config: LangChainInstrumentationConfig) {
    const provider = new BasicTracerProvider({ spanProcessors: [this] });
    this.tracer = provider.getTracer('app');
    this.instrumentation = new LangChainInstrumentation({ ...config, enabled: false });
    this.instrumentation.setTracerProvider(provider);
    this.instrumentation.manuallyInstrument(MODULES);
    this.instrumentation.enable();
  }

  onStart(span: unknown): void {
    this.spans.push(span as ReadableSpan);
  }
  onEnd(): void {
    this.ended++;
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}

  /** One line a span, indented under its parent; siblings in the order of their starts. */
  tree(): string[] {
    const lines: string[] = [];
    const add = (parentId: string | undefined, indent: string) => {
      for (const span of this.spans.filter((each) => each.parentSpanContext?.spanId === parentId)) {
        lines.push(indent + span.name);
        add(span.spanContext().spanId, `${indent}  `);
      }
    };
    add(undefined, '');
    return lines;
  }

  get traces(): number {
    return new Set(this.spans.map((span) => span.spanContext().traceId)).size;
  }

  /** The only span of this name. */
  named(name: string): ReadableSpan {
    const found = this.spans.filter((span) => span.name === name);
    if (found.length !== 1) throw new Error(`${found.length} spans are named ${name}: ${this.tree().join(' | ')}`);
    return found[0] as ReadableSpan;
  }

  /** Sum of an attribute over all spans. */
  total(attribute: string): number {
    return this.spans.reduce((sum, span) => sum + Number(span.attributes[attribute] ?? 0), 0);
  }

  /** Parsed JSON of a content attribute. */
  json(name: string, attribute: string): unknown {
    const text = this.named(name).attributes[attribute];
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  }
}

/** Runs a test's body with the instrumentation on, and restores everything. Every started span must have ended. */
export async function recorded(
  body: (recorded: Recorded) => Promise<void>,
  config: LangChainInstrumentationConfig = {},
): Promise<void> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const found = new Recorded(config);
  try {
    await body(found);
    if (found.ended !== found.spans.length) {
      const open = found.spans.filter((span) => !span.ended).map((span) => span.name);
      throw new Error(`${found.spans.length} spans started and ${found.ended} ended; open: ${open.join(', ')}`);
    }
  } finally {
    found.instrumentation.disable();
  }
}

/** A span of the app's own around some work. */
export function userSpan<T>(tracer: Tracer, name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

/** Name of the active span's id, to compare with a span's. */
export function activeSpanId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().spanId;
}
