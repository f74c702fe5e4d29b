import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's own collector, as far as it is used here. */
type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * What spans become takes some times their bodies: of so many bytes it is far less than the young generation holds, and
 * a commit of a single span, which leaves next to nothing, need not pay for going through all that is alive.
 */
const BODY_BYTES = 1024 * 1024;

/**
 * Makes a function that frees what has died young, in less than a millisecond, once bodies of so many bytes have been
 * committed. Called whenever a commit is done, with its bytes, it leaves nothing to grow old: what spans become lives until
 * then, which V8 would take for a reason to make all of it among the old in the first place.
 */
export function youngCollector(): (bodyBytes: number) => void {
  setFlagsFromString('--expose-gc');
  setFlagsFromString('--no-allocation-site-pretenuring');
  const collect = runInNewContext('gc') as Collect;
  let committedBytes = 0;
  return (bodyBytes) => {
    committedBytes += bodyBytes;
    if (committedBytes < BODY_BYTES) return;
    committedBytes = 0;
    collect({ type: 'minor' });
  };
}
