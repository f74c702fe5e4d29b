/** What the shop knows. */
export const FACTS: string =
  'Tents can be returned within 60 days. Delivery takes three days. Backpacks have a warranty of ten years. ' +
  'Boots run half a size small. Shipping is free above 80 euros.';

/** Questions, each with words that a right answer has in it. */
export const QUESTIONS: readonly { readonly question: string; readonly expected: string }[] = [
  { question: 'Within how many days can tents be returned?', expected: '60 days' },
  { question: 'How many days does delivery take?', expected: 'three days' },
  { question: 'How long is the warranty of backpacks?', expected: 'ten years' },
  { question: 'Above how many euros is shipping free?', expected: '80 euros' },
];
