import type { ResourceLimits } from 'node:worker_threads';

/**
 * Heap of each thread, MiB. Without limits V8 measures its garbage by the machine's memory: with 50,000 spans stored
 * and their trace read ten times the collector took 800 MB, of which 120 were in use. The young generation is as small
 * as it can be without costing CPU time; a trace of 600,000 spans is read within the old one. A thread that outgrows
 * it ends and is started again.
 */
export const THREAD_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 };
