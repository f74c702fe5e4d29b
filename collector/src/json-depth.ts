/** Levels of lists and objects that JSON may have: who walks through it or writes it again has but so much stack. */
export const MAX_JSON_DEPTH = 500;

/** Whether lists and objects stand within each other in more than so many levels. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(levels - 1, item));
  for (const key in value) {
    if (isDeeperThan(levels - 1, (value as Readonly<Record<string, unknown>>)[key])) return true;
  }
  return false;
}
