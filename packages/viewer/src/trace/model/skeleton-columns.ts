import type { TraceSkeleton } from '@tracewright/schema';

/** The columns of a skeleton that attribution does not read, as they came over the wire: -1 where nothing is known. */
export interface SkeletonColumns {
  readonly traceId: string;
  readonly startNs: string;
  /** From the first start to the last end, µs. */
  readonly durationUs: number;
  /** How many spans the trace has in all; the columns may hold fewer. */
  readonly spanCount: number;
  readonly names: readonly string[];
  readonly models: readonly string[];
  readonly services: readonly string[];
  readonly name: Int32Array;
  readonly model: Int32Array;
  readonly service: Int32Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly costUsd: Float64Array;
  readonly status: Uint8Array;
}

/** Codes of {@link SkeletonColumns.status}. */
export const STATUS_ERROR = 2;
export const STATUS_RUNNING = 3;

export function skeletonColumns(skeleton: TraceSkeleton): SkeletonColumns {
  const { traceId, startNs, durationUs, spanCount, names, models, services } = skeleton;
  return {
    ...{ traceId, startNs, durationUs, spanCount, names, models, services },
    name: Int32Array.from(skeleton.name),
    model: Int32Array.from(skeleton.model),
    service: Int32Array.from(skeleton.service),
    inputTokens: Float64Array.from(skeleton.inputTokens),
    outputTokens: Float64Array.from(skeleton.outputTokens),
    costUsd: Float64Array.from(skeleton.costUsd),
    status: Uint8Array.from(skeleton.status),
  };
}
