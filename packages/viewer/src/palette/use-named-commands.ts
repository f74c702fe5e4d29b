import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Command } from './commands.ts';

/** After the last key, ms. */
const PAUSE_MS = 150;
/** Fewer letters are in too many names. */
const LEAST_LETTERS = 2;

/** Experiments, prompts, models and runs whose names have what was typed, once the collector has said which. */
export function useNamedCommands(text: string): readonly Command[] {
  const [found, setFound] = useState<readonly Command[]>([]);
  const asked = text.trim().toLowerCase();
  useEffect(() => {
    if (asked.length < LEAST_LETTERS) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const { namedThings } = await import('../tracking/named-things.ts');
      const things = await namedThings(asked);
      const commands = things.map(
        ({ name, kind, href }): Command => ({
          ...{ group: 'By name', title: name, hint: kind },
          does: { type: 'go', to: href },
        }),
      );
      if (isCurrent) setFound(commands);
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked]);
  // Of the last answer what still fits, until the next one has come.
  return useMemo(
    () => (asked.length < LEAST_LETTERS ? [] : found.filter(({ title }) => title.toLowerCase().includes(asked))),
    [asked, found],
  );
}
