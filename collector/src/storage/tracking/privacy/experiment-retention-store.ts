import type { ExperimentRetention } from '@tracewright/schema';

/** How long traces of single experiments are kept, beside the rule for all. Contract: `privacy-stores.contract.ts`. */
export interface ExperimentRetentionStore {
  /** By their ids as numbers. */
  list(workspaceId: string): Promise<readonly ExperimentRetention[]>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such experiment, deleted ones among them. */
  set(workspaceId: string, rule: ExperimentRetention): Promise<void>;
  /** @returns whether there was one */
  remove(workspaceId: string, experimentId: string): Promise<boolean>;
}
