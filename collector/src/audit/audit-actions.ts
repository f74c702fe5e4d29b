/** The last entry of a process in a workspace: where it is missing, entries of its last moments may be, too. */
export const WRITER_STOPPED = 'audit.stop';

/** Says that entries were taken out for their age, and up to which one. */
export const AUDIT_PRUNED = 'audit.prune';

/** Somebody has read what may hold prompts and answers. */
export const CONTENT_READ = 'content.read';
