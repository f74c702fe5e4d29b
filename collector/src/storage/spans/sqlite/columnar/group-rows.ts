import { STEP_KINDS, stepName } from '@tracewright/schema';
import { type Aggregate, type AggregateRequest, timeKey } from '../../questions/aggregate.ts';
import type { Figures } from '../../questions/figures.ts';
import { StepPaths, stepPaths } from '../../questions/step-paths.ts';
import { SECTION } from '../chunk/section.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { HotSection } from './hot-chunk.ts';
import { parentRow } from './parent-row.ts';

type Value = string | null;

/** Numbers for the rows of one chunk by what they are grouped by, and what each number stands for. */
interface Codes {
  readonly of: (row: number) => number;
  readonly value: (code: number) => Value;
  /** One more than the largest. */
  readonly count: number;
}

const TEXT: Readonly<Record<string, HotSection>> = {
  provider: SECTION.provider,
  model: SECTION.model,
  name: SECTION.name,
  service: SECTION.service,
  user: SECTION.userId,
  session: SECTION.sessionId,
  run: SECTION.runId,
  prompt: SECTION.promptName,
  promptVersion: SECTION.promptVersion,
};

const STATUSES = ['unset', 'ok', 'error', 'running'];

/** Finds the figures that each row of a chunk counts in. */
export function groupRows(
  rows: ChunkRows,
  { by }: AggregateRequest,
  into: Aggregate,
  experimentOf: (traceId: string) => string,
): (row: number) => Figures {
  const dimensions = by.map((dimension): Codes => {
    if (typeof dimension !== 'string') return traceCodes(rows, (traceId) => dimension.valueOf.get(traceId) ?? null);
    if (dimension === 'experiment') return traceCodes(rows, experimentOf);
    if (dimension === 'time') return timeCodes(rows, into);
    if (dimension === 'path') return pathCodes(rows);
    if (dimension === 'status') {
      return { of: (row) => rows.status(row), value: (code) => STATUSES[code]!, count: STATUSES.length };
    }
    const column = rows.column(dimension === 'kind' ? SECTION.kind : TEXT[dimension]!);
    const { texts } = rows.chunk;
    if (dimension === 'kind')
      return { of: (row) => column[row]!, value: (code) => STEP_KINDS[code] ?? 'task', count: 256 };
    return { of: (row) => column[row]!, value: (code) => texts[code] || null, count: texts.length };
  });
  const known = new Map<number, Figures>();
  let lastPlace = -1;
  let last: Figures | undefined;
  return (row) => {
    let place = 0;
    for (let index = 0; index < dimensions.length; index++) {
      const { of, count } = dimensions[index]!;
      place = place * count + of(row);
    }
    if (place === lastPlace) return last!;
    lastPlace = place;
    last = known.get(place);
    if (last !== undefined) return last;
    last = into.figures(dimensions.map(({ of, value }) => value(of(row))));
    known.set(place, last);
    return last;
  };
}

function timeCodes(rows: ChunkRows, { buckets }: Aggregate): Codes {
  const starts: number[] = [];
  const codes = new Map<number, number>();
  const high = rows.column(SECTION.startHigh);
  const low = rows.column(SECTION.startLow);
  let last = Number.NaN;
  let lastCode = 0;
  return {
    of: (row) => {
      const start = buckets.startOf(Math.floor((high[row]! * 0x1_0000_0000 + low[row]!) / 1e6));
      if (start === last) return lastCode;
      let code = codes.get(start);
      if (code === undefined) {
        code = starts.push(start) - 1;
        codes.set(start, code);
      }
      last = start;
      lastCode = code;
      return code;
    },
    value: (code) => timeKey(starts[code]!),
    count: rows.chunk.spanCount + 1,
  };
}

/** Whole traces are in the chunk: those that are not are counted elsewhere. */
function pathCodes(rows: ChunkRows): Codes {
  const { traceCount, spanCount, texts } = rows.chunk;
  const firstRows = rows.firstRows();
  const names = rows.column(SECTION.name);
  const steps: string[] = [];
  const paths = new StepPaths();
  const ofRow = new Uint32Array(spanCount);
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
    ofRow.set(stepPaths(firstRows[index + 1]! - from, parentOf, nameOf, paths), from);
  }
  return { of: (row) => ofRow[row]!, value: (code) => paths.text(code), count: paths.count };
}

/** Something that all spans of a trace share. */
function traceCodes(rows: ChunkRows, valueOfTrace: (traceId: string) => Value): Codes {
  const { traceCount, spanCount } = rows.chunk;
  const firstRows = rows.firstRows();
  const values: Value[] = [];
  const codes = new Map<Value, number>();
  const ofRow = new Uint32Array(spanCount);
  for (let index = 0; index < traceCount; index++) {
    const value = valueOfTrace(rows.chunk.traceId(index));
    const code = codes.get(value) ?? values.push(value) - 1;
    codes.set(value, code);
    ofRow.fill(code, firstRows[index]!, firstRows[index + 1]!);
  }
  return { of: (row) => ofRow[row]!, value: (code) => values[code] ?? null, count: values.length };
}
