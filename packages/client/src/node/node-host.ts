import type { RunHost } from '../runs/run-host.ts';
import { whenAskedToEnd } from './asked-to-end.ts';
import { codeVersion } from './code-version.ts';
import { currentRun, loadOpenTelemetry, withinRun } from './current-run.ts';
import { whenExiting } from './exit-requests.ts';
import { NodeRun } from './node-run.ts';
import { watchSystem } from './system-metrics.ts';

/** Node.js: runs know inside of which run they are, which code they run, and of signals. */
export const NODE_HOST: RunHost<NodeRun> = {
  make: (parts) => new NodeRun(parts),
  current: currentRun,
  within: withinRun,
  prepare: loadOpenTelemetry,
  origin: ownOrigin,
  whenAskedToEnd,
  whenExiting,
  watchSystem,
};

let origin: ReturnType<typeof codeVersion> | undefined;

/** Asked of git once: the code that a process runs stays what it was when it was loaded. */
function ownOrigin(): ReturnType<typeof codeVersion> {
  origin ??= codeVersion();
  return origin;
}
