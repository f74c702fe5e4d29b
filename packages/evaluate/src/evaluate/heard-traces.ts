import { type HeardSpan, spanHearing } from '@tracewright/schema';

/** What the recorders of this process tell of the traces of rows, as long as a row wants it. */
export class HeardTraces {
  readonly #wanted = new Map<string, HeardSpan[]>();
  readonly #listener = (span: HeardSpan): void => void this.#wanted.get(span.traceId)?.push(span);

  constructor() {
    spanHearing().listeners.add(this.#listener);
  }

  watch(traceId: string): void {
    this.#wanted.set(traceId, []);
  }

  /** What was told of a trace, which is watched no longer; undefined where nobody told of its row's own span. */
  async take(traceId: string, rowSpanId: string): Promise<readonly HeardSpan[] | undefined> {
    const spans = this.#wanted.get(traceId) ?? [];
    const isHeard = () => spans.some(({ spanId }) => spanId === rowSpanId);
    // A recorder that has only just begun tells a little later.
    if (!isHeard()) await recordersReady();
    this.#wanted.delete(traceId);
    return isHeard() ? spans : undefined;
  }

  close(): void {
    spanHearing().listeners.delete(this.#listener);
  }
}

/** Resolves once every recorder of this process tells of spans at their very end. */
export async function recordersReady(): Promise<void> {
  await Promise.all([...spanHearing().recorders].map((recorder) => recorder.ready()));
}

/** Resolves once every recorder has sent what has ended. */
export async function recordersFlushed(): Promise<void> {
  await Promise.all([...spanHearing().recorders].map((recorder) => recorder.flush()));
}
