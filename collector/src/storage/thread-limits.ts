import type { ResourceLimits } from 'node:worker_threads';

/**
 * Heap of each thread, MiB. Without limits V8 measures its garbage by the machine's memory: after 50,000 spans stored
 * and a few large traces read, the collector took 600 MB of which 50 were in use. A smaller young generation than this
 * costs CPU time; the old one has room for reading traces of several 100,000 spans. A thread that outgrows it ends
 * and is started again.
 */
export const THREAD_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 };
