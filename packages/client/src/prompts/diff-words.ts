/** A stretch of text that stands in both of two texts, or in one of them alone. */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Texts that differ in more words than this are shown as replaced where they begin to differ. */
const MAX_CHANGES = 1_000;

/**
 * What has changed between two texts, word by word; punctuation and the space between words count as words of their own.
 * The same and added parts together are `after`, the same and removed ones `before`.
 */
export function diffWords(before: string, after: string): readonly DiffPart[] {
  const old = wordsOf(before);
  const now = wordsOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return joined([
    ...asParts('same', old.slice(0, start)),
    ...diff(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...asParts('same', old.slice(old.length - end)),
  ]);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** The shortest way from one list to another by the greedy algorithm of Myers (1986), read back from its end. */
function diff(old: readonly string[], now: readonly string[]): readonly DiffPart[] {
  const rounds = furthestReach(old, now);
  if (rounds === undefined) return [...asParts('removed', old), ...asParts('added', now)];
  const parts: DiffPart[] = [];
  let x = old.length;
  let y = now.length;
  for (let changes = rounds.length - 1; changes >= 0; changes--) {
    const reach = rounds[changes]!;
    const diagonal = x - y;
    const isAdded = comesFromAbove(reach, diagonal, changes);
    const previous = isAdded ? diagonal + 1 : diagonal - 1;
    const fromX = changes === 0 ? 0 : reach.get(previous)!;
    const fromY = changes === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      parts.push({ kind: 'same', text: old[--x]! });
      y--;
    }
    if (changes === 0) break;
    parts.push(isAdded ? { kind: 'added', text: now[--y]! } : { kind: 'removed', text: old[--x]! });
  }
  return parts.reverse();
}

/** For each number of changes, how far one came on each diagonal before the last of them; undefined for too many. */
function furthestReach(
  old: readonly string[],
  now: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const rounds: ReadonlyMap<number, number>[] = [];
  const reach = new Map<number, number>([[1, 0]]);
  for (let changes = 0; changes <= MAX_CHANGES; changes++) {
    rounds.push(new Map(reach));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const isAdded = comesFromAbove(reach, diagonal, changes);
      let x = isAdded ? reach.get(diagonal + 1)! : reach.get(diagonal - 1)! + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return rounds;
    }
  }
  return undefined;
}

function comesFromAbove(reach: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  return diagonal === -changes || (diagonal !== changes && reach.get(diagonal - 1)! < reach.get(diagonal + 1)!);
}

function asParts(kind: DiffPart['kind'], words: readonly string[]): readonly DiffPart[] {
  return words.length === 0 ? [] : [{ kind, text: words.join('') }];
}

/** Neighbours of one kind as one, what was removed before what was added in its place. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const all: DiffPart[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed !== '') all.push({ kind: 'removed', text: removed });
    if (added !== '') all.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const { kind, text } of parts) {
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else {
      close();
      const last = all.at(-1);
      if (last?.kind === 'same') all[all.length - 1] = { kind, text: last.text + text };
      else all.push({ kind, text });
    }
  }
  close();
  return all;
}
