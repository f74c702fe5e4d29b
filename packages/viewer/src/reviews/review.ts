import type { Feedback, FeedbackValue } from '@tracewright/schema';

/** What one person says of a trace; what is left open is undefined. */
export interface Review {
  readonly thumbs: boolean | undefined;
  /** From 1 to 5. */
  readonly score: number | undefined;
  /** What kind of case or fault it is, in a word or two. */
  readonly category: string | undefined;
  readonly comment: string | undefined;
}

export const NO_REVIEW: Review = { thumbs: undefined, score: undefined, category: undefined, comment: undefined };

/** Names under which the parts of a review are kept as feedback: those that the page of a trace uses as well. */
export const REVIEW_NAMES = ['thumbs', 'score', 'category', 'comment'] as const;
type ReviewName = (typeof REVIEW_NAMES)[number];

/** What this person has said of a whole trace; of several under one name the last. @param given oldest first */
export function reviewOf(given: readonly Feedback[], reviewer: string): Review {
  const said = new Map(ownFeedback(given, reviewer).map(({ name, value }) => [name, value]));
  const [thumbs, score, category, comment] = REVIEW_NAMES.map((name) => said.get(name));
  return {
    thumbs: typeof thumbs === 'boolean' ? thumbs : undefined,
    score: typeof score === 'number' ? score : undefined,
    category: typeof category === 'string' ? category : undefined,
    comment: typeof comment === 'string' ? comment : undefined,
  };
}

/** What is to be done so that the feedback says what a review says. */
export interface ReviewChanges {
  readonly add: readonly { readonly name: ReviewName; readonly value: FeedbackValue }[];
  readonly change: readonly { readonly feedback: Feedback; readonly value: FeedbackValue }[];
  readonly remove: readonly Feedback[];
}

/** Whoever reviews again changes what he has said, rather than to say something else beside it. */
export function reviewChanges(given: readonly Feedback[], reviewer: string, review: Review): ReviewChanges {
  const own = ownFeedback(given, reviewer);
  const add: { readonly name: ReviewName; readonly value: FeedbackValue }[] = [];
  const change: { readonly feedback: Feedback; readonly value: FeedbackValue }[] = [];
  const remove: Feedback[] = [];
  for (const name of REVIEW_NAMES) {
    const value = review[name] === '' ? undefined : review[name];
    const known = own.filter((feedback) => feedback.name === name);
    const last = known.pop();
    remove.push(...known);
    if (value === undefined) {
      if (last) remove.push(last);
    } else if (last === undefined) add.push({ name, value });
    else if (last.value !== value) change.push({ feedback: last, value });
  }
  return { add, change, remove };
}

function ownFeedback(given: readonly Feedback[], reviewer: string): readonly Feedback[] {
  const names: readonly string[] = REVIEW_NAMES;
  return given.filter(({ spanId, source, name }) => {
    return spanId === null && source.kind === 'human' && source.id === reviewer && names.includes(name);
  });
}
