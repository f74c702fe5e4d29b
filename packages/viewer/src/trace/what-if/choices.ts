/** What might be different about a step, as it is chosen; figures that it takes are looked up when it is played. */
export type Choice = {
  readonly spanId: string;
  /** For all steps of the span's name and kind, rather than for it alone. */
  readonly isForAll: boolean;
} & (
  | { readonly type: 'faster' | 'cached' | 'no_retries' | 'parallel' }
  | { readonly type: 'other_model'; readonly model: string }
);

export type ChoiceType = Choice['type'];

/** Letters that stand for the types in the URL. */
const LETTERS = { faster: 'f', cached: 'c', no_retries: 'r', parallel: 'p', other_model: 'm' } as const;

const TYPES = ['faster', 'cached', 'no_retries', 'parallel', 'other_model'] as const;

/** Longer lists would not fit a URL. */
const MAX_CHOICES = 30;

/**
 * Writes choices for the URL: `f-<span>,m-<span>-<model>`, capitals for all such steps, `-` for none; undefined where
 * nobody asks what if.
 */
export function formatChoices(choices: readonly Choice[] | undefined): string | undefined {
  if (choices === undefined) return undefined;
  if (choices.length === 0) return '-';
  return choices
    .slice(0, MAX_CHOICES)
    .map((choice) => {
      const model = choice.type === 'other_model' ? `-${encodeURIComponent(choice.model)}` : '';
      const letter = LETTERS[choice.type];
      return `${choice.isForAll ? letter.toUpperCase() : letter}-${choice.spanId}${model}`;
    })
    .join(',');
}

export function parseChoices(text: string | undefined): readonly Choice[] | undefined {
  if (text === undefined) return undefined;
  const choices = text.split(',').flatMap((part): readonly Choice[] => {
    const [, letter = '', spanId, model] = /^([fcrpm])-([0-9a-f]{16})(?:-(.+))?$/i.exec(part) ?? [];
    if (spanId === undefined) return [];
    const isForAll = letter !== letter.toLowerCase();
    const type = TYPES.find((known) => LETTERS[known] === letter.toLowerCase());
    if (type === undefined) return [];
    if (type !== 'other_model') return [{ spanId, isForAll, type }];
    return model === undefined ? [] : [{ spanId, isForAll, type, model: decoded(model) }];
  });
  return choices.reduce<readonly Choice[]>((kept, choice) => choose(kept, choice.spanId, choice), []);
}

/** Puts a choice in the place of those that were made for its span; undefined as type takes them back. */
export function choose(choices: readonly Choice[], spanId: string, choice: Choice | undefined): readonly Choice[] {
  const others = choices.filter((known) => known.spanId !== spanId);
  return choice ? [...others, choice] : others;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
