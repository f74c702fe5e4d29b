import type { ExperimentRetention } from '@tracewright/schema';

/** How long traces of single experiments are kept, beside the rule for all. Contract: `privacy-stores.contract.ts`. */
export interface ExperimentRetentionStore {
  /** By their ids as numbers. */
  list(workspaceId: string): Promise<readonly ExperimentRetention[]>;
  /**
   * @param seenMs when the rule was changed last, as far as the client knows; 0: there was none
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such experiment, deleted ones among them;
   * `RESOURCE_CONFLICT` where the rule was changed since
   */
  set(
    workspaceId: string,
    rule: Pick<ExperimentRetention, 'experimentId' | 'days'>,
    seenMs?: number,
  ): Promise<ExperimentRetention>;
  /** @returns whether there was one @throws ApiError `RESOURCE_CONFLICT` as {@link set} */
  remove(workspaceId: string, experimentId: string, seenMs?: number): Promise<boolean>;
}
