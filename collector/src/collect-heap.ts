import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's own collector, as far as it is used here. */
type Collect = (options: { readonly type: 'major'; readonly flavor?: 'last-resort' }) => void;

let collect: Collect | undefined;

/**
 * Lets go of all that nobody looks at any more on this thread. Takes some tens of milliseconds.
 *
 * @param flavor `last-resort` gives what is free back to the system as well.
 */
export function collectHeap(flavor?: 'last-resort'): void {
  collect ??= exposed();
  collect(flavor === undefined ? { type: 'major' } : { type: 'major', flavor });
}

function exposed(): Collect {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
