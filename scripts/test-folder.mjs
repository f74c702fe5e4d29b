/**
 * The folder in which a run of the tests has what is to be gone after it. In memory, as far as there is one: hundreds of
 * stores wait for the disk with each commit otherwise, which took as long as all else.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps in memory what is here. */
const IN_MEMORY = '/dev/shm';
/** There, and of memory as far as a container lets this process have it: containers often have 64 MB there. */
const MIN_FREE_BYTES = 4 * 1_024 ** 3;
/** No run takes so long, ms: numbers of processes tell nothing of another container with the same folder. */
const MAX_RUN_MS = 3_600_000;
const NAME = /^tracewright-test-(\d+)-/;

/**
 * @param {Readonly<Record<string, string | undefined>>} env In thorough runs, and where `TMPDIR` is set, the folder lies
 *   among all temporary ones.
 * @returns {string} an empty folder for this process, which it removes itself
 */
export function makeTestFolder(env) {
  const isWanted = env.TRACEWRIGHT_THOROUGH === undefined && env.TMPDIR === undefined;
  const base = isWanted && isMemoryUsable() ? IN_MEMORY : tmpdir();
  removeLeftBehind(base);
  const folder = mkdtempSync(join(base, `tracewright-test-${process.pid}-`));
  // Who knows a name may pass through: some tests run a collector as another user.
  chmodSync(folder, 0o711);
  return folder;
}

function isMemoryUsable() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === IN_MEMORY);
    return (
      Math.min(bavail * bsize, process.availableMemory()) >= MIN_FREE_BYTES &&
      mount?.split(' ')[3]?.includes('noexec') === false
    );
  } catch {
    return false;
  }
}

/** A run that was killed has removed nothing, which takes memory. */
export function removeLeftBehind(base, nowMs = Date.now()) {
  for (const name of readdirSync(base)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    const madeMs = statSync(join(base, name), { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - madeMs <= MAX_RUN_MS) continue;
    try {
      rmSync(join(base, name), { recursive: true, force: true });
    } catch {
      // It is somebody else's, or another run removes it, too.
    }
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
