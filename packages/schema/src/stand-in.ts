import type { OutputMessage } from './message.ts';

/** What a model says, by whoever answers in its place. */
export interface StandInAnswer {
  readonly messages: readonly OutputMessage[];
  /** Name of the model that answered, as far as it is known. */
  readonly model: string | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Text of the first message in the pieces in which a stream gives it; none where it has no text. */
  readonly pieces: readonly string[];
}

/**
 * Answers in place of models, tools and retrievers, as a replay does. It knows a call by its span, which has to tell
 * its attributes. What it throws is what the app gets.
 */
export interface StandIn {
  /**
   * In place of a client's request.
   *
   * @param span undefined where nobody traces the request
   * @param body of the request, a text where it is JSON
   * @returns a `Response`
   */
  respond(span: object | undefined, url: string, body: unknown): Promise<unknown>;
  /** In place of a model that a framework calls. */
  generate(span: object): Promise<StandInAnswer>;
  /** In place of a tool, what it gave; of a retriever, the documents that it found. */
  result(span: object): Promise<unknown>;
}

/** Says who stands in for the calls of the code that asks, if anybody does. */
export type FindStandIn = () => StandIn | undefined;

const FIND: unique symbol = Symbol.for('tracewright.find_stand_in') as never;

const place = globalThis as { [FIND]?: FindStandIn | undefined };

/** Whoever answers in place of what is called here; nearly always nobody. */
export function standIn(): StandIn | undefined {
  return place[FIND]?.();
}

/** Sets who is asked by {@link standIn}, in the whole process; undefined: nobody. */
export function setStandIn(find: FindStandIn | undefined): void {
  place[FIND] = find;
}
