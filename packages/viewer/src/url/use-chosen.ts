import { useEffect, useRef, useState } from 'preact/hooks';
import { useStable } from '../ui/use-stable.ts';
import { replaceQuery } from './mirror.ts';

/** More ids than these make an address that servers refuse; the page alone then knows of them. */
const MAX_IDS = 100;

export interface Chosen {
  /** In the order in which they were chosen. */
  readonly ids: readonly string[];
  /** The same function as long as the page is shown, as the others. */
  readonly choose: (ids: readonly string[], isChosen: boolean) => void;
  readonly clear: () => void;
}

/** Rows that something is to be done with, as the parameter `chosen` of the page has them. */
export function useChosen(inUrl: string | undefined): Chosen {
  const [ids, setIds] = useState(() => idsIn(inUrl));
  const known = useRef(inUrl);
  // The address has changed by other means: somebody went back to it.
  useEffect(() => {
    if (inUrl === known.current) return;
    known.current = inUrl;
    setIds(idsIn(inUrl));
  }, [inUrl]);
  const latest = useRef(ids);
  latest.current = ids;
  const show = (wanted: readonly string[]) => {
    // At once: the next key can come before the page is drawn.
    latest.current = wanted;
    setIds(wanted);
    known.current = wanted.length === 0 || wanted.length > MAX_IDS ? undefined : wanted.join();
    replaceQuery({ chosen: known.current });
  };
  const choose = useStable((changed: readonly string[], isChosen: boolean) => {
    const these = new Set(changed);
    const rest = latest.current.filter((id) => !these.has(id));
    show(isChosen ? [...rest, ...changed] : rest);
  });
  return { ids, choose, clear: useStable(() => show([])) };
}

function idsIn(parameter: string | undefined): readonly string[] {
  return parameter ? [...new Set(parameter.split(','))] : [];
}
