/**
 * Ids for a record that is given none, the one to take first: of its inputs, so that it is the same in every dataset and
 * version. One may be taken by a record whose inputs were changed while it kept its id.
 *
 * @param inputHash 64 hex digits
 */
export function* idsOfInputs(inputHash: string): Generator<string, never, undefined> {
  yield `dr-${inputHash.slice(0, 32)}`;
  for (let number = 2; ; number++) yield `dr-${inputHash.slice(0, 32)}-${number}`;
}
