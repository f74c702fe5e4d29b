export const KINDS = ['experiment', 'run', 'file', 'logged model', 'model', 'version', 'dataset', 'trace'] as const;

/** What an import consists of. */
export type Kind = (typeof KINDS)[number];

/** How many of a kind there are, and what became of them. */
export interface Tally {
  found: number;
  added: number;
  /** Here already, from an earlier import. */
  known: number;
  failed: number;
}
