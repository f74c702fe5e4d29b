import type { Feedback, FeedbackValue } from '@tracewright/schema';
import { krippendorffAlpha } from '@tracewright/statistics';

/** How far people say the same under one name of feedback. */
export interface Agreement {
  readonly name: string;
  readonly reviewers: number;
  /** Traces that at least two have reviewed. */
  readonly shared: number;
  /** Krippendorff's alpha: 1 is always agreed, 0 what chance would give; undefined where it cannot be said. */
  readonly alpha: number | undefined;
}

/** Under each name that at least two people have used for the same trace. @param given oldest first */
export function agreements(given: readonly Feedback[]): readonly Agreement[] {
  const human = given.filter(
    ({ source, spanId, name }) => source.kind === 'human' && spanId === null && name !== 'comment',
  );
  return [...Map.groupBy(human, ({ name }) => name)]
    .map(([name, of]) => agreementOf(name, of))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared);
}

function agreementOf(name: string, given: readonly Feedback[]): Agreement {
  const reviewers = [...new Set(given.map(({ source }) => source.id))];
  const places = new Map(reviewers.map((reviewer, place) => [reviewer, place]));
  const numbers = new LabelNumbers();
  const isNumeric = given.every(({ value }) => typeof value === 'number');
  const rows = [...Map.groupBy(given, ({ traceId }) => traceId).values()].map((ofTrace) => {
    const row = new Array<number | null>(reviewers.length).fill(null);
    for (const { source, value } of ofTrace) row[places.get(source.id) ?? 0] = numbers.of(value);
    return row;
  });
  const shared = rows.filter((row) => row.filter((value) => value !== null).length > 1);
  // Near misses count less where labels are numbers.
  const alpha = krippendorffAlpha(shared, isNumeric ? 'interval' : 'nominal');
  return { name, reviewers: reviewers.length, shared: shared.length, alpha: Number.isNaN(alpha) ? undefined : alpha };
}

/** Numbers stand for themselves, every other label for any number of its own. */
class LabelNumbers {
  readonly #known = new Map<FeedbackValue, number>();

  of(value: FeedbackValue): number {
    if (typeof value === 'number') return value;
    const known = this.#known.get(value) ?? this.#known.size;
    this.#known.set(value, known);
    return known;
  }
}
