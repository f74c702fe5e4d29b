import { GEN_AI, type StandIn, type StandInAnswer } from '@tracewright/schema';
import { type AskedCall, askedCall, type SpanAttributes } from './call-request.ts';
import { textOf } from './chat-body.ts';
import { httpAnswer, httpFailure, refusal } from './http-answer.ts';
import { inPieces } from './pieces.ts';
import type { RecordedCalls } from './recorded-calls.ts';
import type { ModelAnswer, RecordedCall, RecordedFailure, ResultAnswer } from './recording.ts';
import { ReplayError } from './replay-error.ts';

/** Answers calls from a recording. What goes wrong is remembered, since an app may handle what it is told of it. */
export class ReplayStandIn implements StandIn {
  readonly #calls: RecordedCalls;
  /** By span: a client that tries again asks the same call. */
  readonly #taken = new WeakMap<object, RecordedCall>();
  #failure: ReplayError | undefined;

  constructor(calls: RecordedCalls) {
    this.#calls = calls;
  }

  /** The first call that could not be answered. */
  get failure(): ReplayError | undefined {
    return this.#failure;
  }

  get notMade(): readonly RecordedCall[] {
    return this.#calls.notMade;
  }

  async respond(span: object | undefined, url: string, body: unknown): Promise<Response> {
    const attributes = span === undefined ? {} : attributesOf(span);
    let call: RecordedCall;
    try {
      call = this.#take(span, `a request to ${pathOf(url)}`);
    } catch (error) {
      // As an answer that no client tries again: what its `fetch` throws it takes for a bad connection.
      return refusal(400, { message: String((error as Error).message), type: 'replay' });
    }
    return call.error === undefined
      ? httpAnswer(call.answer as ModelAnswer, attributes, body)
      : httpFailure(call.error);
  }

  async generate(span: object): Promise<StandInAnswer> {
    const { error, answer } = this.#take(span, 'a call of a model');
    if (error !== undefined) throw thrown(error);
    const { messages, model, usage, chunks } = answer as ModelAnswer;
    const pieces = inPieces(textOf(messages[0]?.parts ?? []), chunks ?? 1);
    return { messages, model, inputTokens: usage?.input, outputTokens: usage?.output, pieces };
  }

  async result(span: object): Promise<unknown> {
    const { kind, error, answer } = this.#take(span, 'a call of a tool');
    if (error !== undefined) throw thrown(error);
    const { result } = answer as ResultAnswer;
    return kind === 'retriever' ? documents(result) : result;
  }

  #take(span: object | undefined, what: string): RecordedCall {
    const taken = span && this.#taken.get(span);
    if (taken !== undefined) return taken;
    try {
      const call = this.#calls.take(asked(span, what));
      if (span !== undefined) this.#taken.set(span, call);
      return call;
    } catch (error) {
      if (error instanceof ReplayError) this.#failure ??= error;
      throw error;
    }
  }
}

/** @throws ReplayError `NOT_RECORDED` where no recording can have the answer */
function asked(span: object | undefined, what: string): AskedCall {
  const attributes = span === undefined ? {} : attributesOf(span);
  const call = askedCall(attributes);
  if (call === undefined) {
    const operation = attributes[GEN_AI.operationName];
    const name = operation === undefined ? what : `${what} (${String(operation)})`;
    throw new ReplayError(
      'NOT_RECORDED',
      `${name} cannot be replayed: recordings have what models, tools and retrievers say`,
    );
  }
  if (call.kind === 'model' && call.request.messages === undefined) {
    throw new ReplayError('NOT_RECORDED', 'a replay needs the content of calls, and tracing leaves it out here');
  }
  return call;
}

/** A span tells its attributes where it is one that records, of our tracer or of OpenTelemetry's. */
function attributesOf(span: object): SpanAttributes {
  return 'attributes' in span ? (span.attributes as SpanAttributes) : {};
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function thrown({ type, message }: RecordedFailure): Error {
  return Object.assign(new Error(message), { name: type });
}

/** As LangChain has them. */
function documents(found: unknown): readonly object[] {
  const list = Array.isArray(found) ? (found as readonly { readonly [field: string]: unknown }[]) : [];
  return list.map(({ id, content = '', metadata = {} }) => ({
    pageContent: content,
    metadata,
    ...(id === undefined ? {} : { id }),
  }));
}
