/** Lower ends and what agreement beyond chance is called from there on (Landis and Koch 1977, table on p. 165). */
const WORDS: readonly (readonly [least: number, word: string])[] = [
  [0.8, 'almost perfect'],
  [0.6, 'substantial'],
  [0.4, 'moderate'],
  [0.2, 'fair'],
  [0, 'slight'],
];

/** Agreement beyond chance in a word. */
export function kappaWorth(kappa: number): string {
  return WORDS.find(([least]) => kappa > least)?.[1] ?? 'none';
}
