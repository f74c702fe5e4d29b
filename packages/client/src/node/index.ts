export { copyArtifacts } from './copy-artifacts.ts';
export { currentRun as activeRun } from './current-run.ts';
export { defaultClient } from './default-client.ts';
export { readDvcPointer } from './dvc-pointer.ts';
export { downloadArtifacts, openRun, searchRuns, setExperiment, startRun } from './fluent.ts';
export { loadPrompt, logInput, logModel } from './fluent-registry.ts';
export type { NodeRun } from './node-run.ts';
export { fromFile } from './records-of-file.ts';
export { TracewrightClient } from './tracewright-client.ts';
