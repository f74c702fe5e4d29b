import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects garbage, a turn of the event loop at a time, until something is so; gives up after `turns`. */
export async function collectUntil(isSo: () => boolean, turns = 500): Promise<void> {
  for (let turn = 0; turn < turns && !isSo(); turn++) {
    collectGarbage();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
