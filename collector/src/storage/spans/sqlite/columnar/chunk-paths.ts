import { stepName } from '@tracewright/schema';
import { StepPaths, stepPaths } from '../../questions/step-paths.ts';
import { SECTION } from '../chunk/section.ts';
import type { ChunkRows } from './chunk-rows.ts';
import { parentRow } from './parent-row.ts';

/** Which path of all that a chunk has each of its rows has. */
export interface ChunkPaths {
  /** By row, numbers into `paths`. */
  readonly of: Uint32Array;
  readonly paths: StepPaths;
}

/** Finds the path of every row of the chunk that is open, where its trace is whole in it. */
export function chunkPaths(rows: ChunkRows): ChunkPaths {
  const { traceCount, spanCount, texts } = rows.chunk;
  const firstRows = rows.firstRows();
  const names = rows.column(SECTION.name);
  const steps: string[] = [];
  const paths = new StepPaths();
  const of = new Uint32Array(spanCount);
  for (let index = 0; index < traceCount; index++) {
    const from = firstRows[index]!;
    const parentOf = (span: number) => {
      const parent = parentRow(rows, from, from + span);
      return parent < 0 ? -1 : parent - from;
    };
    const nameOf = (span: number) => {
      const code = names[from + span]!;
      steps[code] ??= stepName(texts[code] ?? '');
      return steps[code];
    };
    of.set(stepPaths(firstRows[index + 1]! - from, parentOf, nameOf, paths), from);
  }
  return { of, paths };
}
