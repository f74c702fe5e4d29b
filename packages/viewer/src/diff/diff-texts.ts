import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of two texts laid over each other. */
export interface DiffPart {
  /** `left out`: the same in both, and far from any change. */
  readonly type: 'same' | 'added' | 'removed' | 'left out';
  readonly text: string;
}

/** Longer texts are compared line by line: word by word takes time with the square of what differs. */
const MAX_WORDWISE = 20_000;
/** After which the comparison gives up and shows both texts, ms. */
const TIMEOUT_MS = 400;
/** Characters that are kept around a change. */
const CONTEXT = 160;

/** Finds what two texts have in common, by words where they are short, else by lines. */
export function diffTexts(before: string, after: string): readonly DiffPart[] {
  const byWords = before.length + after.length <= MAX_WORDWISE;
  const options = { timeout: TIMEOUT_MS };
  const found = byWords ? diffWordsWithSpace(before, after, options) : diffLines(before, after, options);
  const changes = found ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const parts = changes
    .filter(({ value }) => value !== '')
    .map(
      ({ value, added, removed }): DiffPart => ({
        type: added ? 'added' : removed ? 'removed' : 'same',
        text: value,
      }),
    );
  return parts.flatMap((part, at) =>
    part.type === 'same' ? shortened(part.text, at === 0, at === parts.length - 1) : [part],
  );
}

/** Keeps of a long text that did not change what stands next to the changes. */
function shortened(text: string, isFirst: boolean, isLast: boolean): readonly DiffPart[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (text.length <= head + tail + CONTEXT) return [{ type: 'same', text }];
  // Cut where a line ends, if that is near.
  const from = head === 0 ? 0 : endOfLine(text, head);
  const to =
    tail === 0 ? text.length : Math.max(from, text.lastIndexOf('\n', text.length - tail) + 1 || text.length - tail);
  const parts: DiffPart[] = [
    { type: 'same', text: text.slice(0, from) },
    { type: 'left out', text: text.slice(from, to) },
    { type: 'same', text: text.slice(to) },
  ];
  return parts.filter((part) => part.text !== '');
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 || end > at + CONTEXT ? at : end + 1;
}
