import { ApiError } from '../../../errors.ts';
import { inputHashOf, merged } from './dataset-records.ts';
import type { RecordContent } from './dataset-store.ts';
import type { GivenRecord } from './dataset-version-store.ts';
import { idsOfInputs } from './record-id.ts';

/** A record as the dataset holds it. */
export interface HeadRecord {
  readonly id: string;
  readonly inputHash: string;
  readonly content: RecordContent;
}

/**
 * What a dataset holds once records are given to it, those of it in the order in which they were given.
 *
 * @param held what it holds now: records keep the ids that they have there
 * @throws ApiError `INVALID_PARAMETER_VALUE` where two that have ids of their own have the same inputs
 */
export function changedHead(
  held: readonly HeadRecord[],
  { mode, given }: { readonly mode: 'replace' | 'add'; readonly given: readonly GivenRecord[] },
): readonly HeadRecord[] {
  const known = new Map(held.map(({ inputHash, id }) => [inputHash, id]));
  const next = new Map(mode === 'add' ? held.map((record) => [record.id, record]) : []);
  const byInputs = new Map([...next.values()].map(({ inputHash, id }) => [inputHash, id]));
  for (const { id: own, ...content } of given) {
    const inputHash = inputHashOf(content.inputs);
    const same = byInputs.get(inputHash);
    const id = own ?? same ?? known.get(inputHash) ?? freeId(inputHash, next);
    if (same !== undefined && same !== id) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `records ${same} and ${id} have the same inputs`);
    }
    const before = next.get(id);
    const isSame = before?.inputHash === inputHash;
    if (before !== undefined && !isSame) byInputs.delete(before.inputHash);
    byInputs.set(inputHash, id);
    next.set(id, { id, inputHash, content: isSame ? merged(before.content, content) : content });
  }
  return [...next.values()];
}

function freeId(inputHash: string, taken: ReadonlyMap<string, unknown>): string {
  const ids = idsOfInputs(inputHash);
  let id = ids.next().value;
  while (taken.has(id)) id = ids.next().value;
  return id;
}
