import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Feedback, NewFeedback } from '@tracewright/schema';

/** Feedback of all traces in memory, added and deleted as the collector does it. */
export class FakeFeedback {
  readonly #items: Feedback[] = [];
  #added = 0;

  of(traceId: string): readonly Feedback[] {
    return this.#items.filter((feedback) => feedback.traceId === traceId);
  }

  /** @returns status and body; undefined where the request is about something else. */
  async answer(request: IncomingMessage): Promise<readonly [number, Feedback?] | undefined> {
    const [, traceId, id] = /^\/api\/v1\/traces\/(\w+)\/feedback(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (traceId === undefined) return undefined;
    if (request.method === 'DELETE') {
      const at = this.#items.findIndex((feedback) => feedback.id === id);
      if (at >= 0) this.#items.splice(at, 1);
      return [204];
    }
    const body = (await json(request)) as NewFeedback;
    const nowNs = (BigInt(Date.now()) * 1_000_000n).toString();
    const feedback: Feedback = {
      ...{ id: `feedback${this.#added++}`, traceId, name: body.name, value: body.value },
      ...{ spanId: body.spanId ?? null, rationale: body.rationale ?? null, source: { kind: 'human', id: 'local' } },
      ...{ createdNs: nowNs, updatedNs: nowNs },
    };
    this.#items.push(feedback);
    return [201, feedback];
  }
}
