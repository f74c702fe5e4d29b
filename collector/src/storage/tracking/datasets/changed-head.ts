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
 * @throws ApiError `INVALID_PARAMETER_VALUE` where two that have ids of their own have the same inputs,
 *   or two of different inputs the same id
 */
export function changedHead(
  held: readonly HeadRecord[],
  { mode, given }: { readonly mode: 'replace' | 'add'; readonly given: readonly GivenRecord[] },
): readonly HeadRecord[] {
  const records = given.map(({ id, ...content }) => ({ own: id, inputHash: inputHashOf(content.inputs), content }));
  const owned = new Map(
    records.flatMap(({ own, inputHash }) => (own === undefined ? [] : [[own, inputHash] as const])),
  );
  /** Not where other inputs are given under this id, before or later. */
  const isFor = (id: string, inputHash: string): boolean => (owned.get(id) ?? inputHash) === inputHash;
  const known = new Map(held.map(({ inputHash, id }) => [inputHash, id]));
  const next = new Map(mode === 'add' ? held.map((record) => [record.id, record]) : []);
  const staying = [...next.values()].filter(({ id, inputHash }) => isFor(id, inputHash));
  const byInputs = new Map(staying.map(({ inputHash, id }) => [inputHash, id]));
  for (const { own, inputHash, content } of records) {
    if (own !== undefined && !isFor(own, inputHash)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `two records with different inputs have the id ${own}`);
    }
    const isFree = (id: string): boolean => !next.has(id) && isFor(id, inputHash);
    const same = byInputs.get(inputHash);
    const id = own ?? same ?? freeId(inputHash, known.get(inputHash), isFree);
    if (same !== undefined && same !== id) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `records ${same} and ${id} have the same inputs`);
    }
    const before = next.get(id);
    const isSame = before?.inputHash === inputHash;
    if (before !== undefined && byInputs.get(before.inputHash) === id) byInputs.delete(before.inputHash);
    byInputs.set(inputHash, id);
    next.set(id, { id, inputHash, content: isSame ? merged(before.content, content) : content });
  }
  return [...next.values()];
}

/** @param known the one that a record of these inputs has had */
function freeId(inputHash: string, known: string | undefined, isFree: (id: string) => boolean): string {
  if (known !== undefined && isFree(known)) return known;
  const ids = idsOfInputs(inputHash);
  let id = ids.next().value;
  while (!isFree(id)) id = ids.next().value;
  return id;
}
