export { currentRun as activeRun } from './current-run.ts';
export type { NodeRun } from './node-run.ts';
export { TracewrightClient } from './tracewright-client.ts';
