import { useAsked } from '../../api/use-answer.ts';
import { findThings } from './search-things.ts';

/** Experiments whose names are known; others are shown by their ids. */
const MOST = 1_000;

/**
 * Tells what an experiment is called.
 *
 * @param isWanted Whether there is an id to be told of.
 */
export function useExperimentNames(isWanted: boolean): (id: string) => string {
  const { value } = useAsked(isWanted ? 'names of experiments' : undefined, () => findThings('experiment', '', MOST));
  const names = new Map(value?.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? `experiment ${id}`;
}
