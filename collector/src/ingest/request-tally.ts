import type { Evaluation } from '../normalise/evaluation.ts';
import type { TraceTag } from '../normalise/trace-tags.ts';
import type { IngestResult } from './ingest.ts';

/** What has become of a request's spans, over all the parts that it is read in. */
export class RequestTally {
  /** That were among the spans. */
  readonly evaluations: Evaluation[] = [];
  readonly #traceTags = new Map<string, TraceTag>();
  readonly #refusals = new Map<string, number>();
  #accepted = 0;

  accept(spans: number): void {
    this.#accepted += spans;
  }

  /** Spans of a trace mostly say the same. */
  tag(tags: readonly TraceTag[]): void {
    for (const tag of tags) this.#traceTags.set(`${tag.traceId} ${tag.key}`, tag);
  }

  refuse(reason: string, spans = 1): void {
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + spans);
  }

  /** Spans that were well-formed, but have no place. */
  refuseAccepted(spans: number, reason: string): void {
    this.#accepted -= spans;
    this.refuse(reason, spans);
  }

  result(): IngestResult {
    const reasons = [...this.#refusals].map(
      ([reason, count]) => `${count} ${count === 1 ? 'span' : 'spans'}: ${reason}`,
    );
    return {
      accepted: this.#accepted,
      rejected: [...this.#refusals.values()].reduce((sum, count) => sum + count, 0),
      message: reasons.join('; '),
      ...(this.evaluations.length > 0 && { evaluations: this.evaluations }),
      ...(this.#traceTags.size > 0 && { traceTags: [...this.#traceTags.values()] }),
    };
  }
}
