import { STEP_KINDS } from '@tracewright/schema';
import { valueTest } from '../../../../filter/compare-values.ts';
import { type Comparison, type Expression, nodesOf } from '../../../../filter/expression.ts';
import { shownPath } from '../../../../filter/field-values.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import { SECTION } from '../chunk/section.ts';
import { ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { HotSection } from './hot-chunk.ts';
import { skewsUs } from './skews.ts';

/** Marks the rows that pass with 1, all others with 0. */
export type RowFilter = (rows: ChunkRows, mask: Uint8Array) => void;

/** Ids of the traces that pass a filter on traces; undefined where they cannot be told without their spans. */
export type TracesOf = (filter: Expression) => ReadonlySet<string> | undefined;

const TEXT: Partial<Record<FieldName, HotSection>> = {
  name: SECTION.name,
  service: SECTION.service,
  provider: SECTION.provider,
  model: SECTION.model,
  session: SECTION.sessionId,
  user: SECTION.userId,
  run: SECTION.runId,
  prompt: SECTION.promptName,
  prompt_version: SECTION.promptVersion,
};

const NUMBER: Partial<Record<FieldName, HotSection>> = {
  ttft: SECTION.ttftUs,
  input_tokens: SECTION.inputTokens,
  output_tokens: SECTION.outputTokens,
  cached_tokens: SECTION.cacheReadTokens,
  reasoning_tokens: SECTION.reasoningTokens,
  cost: SECTION.costNanoUsd,
};

const STATUSES = ['unset', 'ok', 'error', 'running'];

/** Makes a filter on spans that looks at whole columns. @returns undefined where columns do not say enough */
export function columnFilter(filter: Expression, tracesOf: TracesOf): RowFilter | undefined {
  switch (filter.type) {
    case 'and':
    case 'or': {
      const parts = filter.of.map((part) => columnFilter(part, tracesOf));
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? junction(filter.type, known) : undefined;
    }
    case 'not': {
      const inner = columnFilter(filter.of, tracesOf);
      return (
        inner &&
        ((rows, mask) => {
          inner(rows, mask);
          for (let row = 0; row < rows.chunk.spanCount; row++) mask[row] = 1 - mask[row]!;
        })
      );
    }
    case 'trace': {
      const traceIds = tracesOf(filter.of);
      return traceIds && ofTraces(traceIds);
    }
    case 'compare':
      return comparison(filter);
    default:
      return undefined;
  }
}

/**
 * The same as far as columns go: whoever fails is no match, whoever passes may be one. @returns undefined where they say
 * nothing at all
 */
export function columnBound(filter: Expression, tracesOf: TracesOf): RowFilter | undefined {
  if (filter.type !== 'and' && filter.type !== 'or') return columnFilter(filter, tracesOf);
  const parts = filter.of.map((part) => columnBound(part, tracesOf));
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 || (filter.type === 'or' && known.length < parts.length)) return undefined;
  return junction(filter.type, known);
}

/** Fields that no span has by itself. */
const OF_WHOLE_TRACES: ReadonlySet<FieldName> = new Set(['self_time', 'skew', 'path']);

/** Whether rows say enough only where all spans of their trace stand beside them. */
export function needsWholeTraces(filter: Expression): boolean {
  return [...nodesOf(filter)].some((node) => node.type === 'compare' && OF_WHOLE_TRACES.has(node.field));
}

function junction(type: 'and' | 'or', parts: readonly RowFilter[]): RowFilter {
  const buffer = new Uint8Array(0x1_0000);
  return (rows, mask) => {
    const count = rows.chunk.spanCount;
    mask.fill(type === 'and' ? 1 : 0, 0, count);
    for (const part of parts) {
      part(rows, buffer);
      if (type === 'and') for (let row = 0; row < count; row++) mask[row]! &= buffer[row]!;
      else for (let row = 0; row < count; row++) mask[row]! |= buffer[row]!;
    }
  };
}

function ofTraces(traceIds: ReadonlySet<string>): RowFilter {
  return (rows, mask) => {
    const firstRows = rows.firstRows();
    for (let index = 0; index < rows.chunk.traceCount; index++) {
      mask.fill(traceIds.has(rows.chunk.traceId(index)) ? 1 : 0, firstRows[index]!, firstRows[index + 1]!);
    }
  };
}

function comparison(filter: Comparison): RowFilter | undefined {
  const test = valueTest(filter);
  const text = TEXT[filter.field];
  if (text !== undefined) {
    return byCode(
      (rows) => rows.column(text),
      (code, rows) => test(code === 0 ? [] : [rows.chunk.texts[code]!]),
    );
  }
  const number = NUMBER[filter.field];
  if (number !== undefined) return byNumber(filter, (rows) => rows.column(number));
  switch (filter.field) {
    case 'kind':
      return byCode(
        (rows) => rows.column(SECTION.kind),
        (code) => test([STEP_KINDS[code] ?? 'task']),
      );
    case 'status': {
      const passes = STATUSES.map((status) => (test([status]) ? 1 : 0));
      return eachRow((rows, row) => passes[rows.status(row)] ?? 0);
    }
    case 'tokens':
      return byNumber(filter, tokens);
    case 'duration':
      return byNumber(filter, (rows) => ChunkFacts.of(rows).durationsUs(rows));
    case 'self_time':
      return byNumber(filter, (rows) => ChunkFacts.of(rows).endedSelfUs(rows));
    case 'skew':
      return byNumber(filter, skewsUs);
    case 'path':
      return byPath(test);
    case 'time':
      return byTime(filter);
    default:
      return undefined;
  }
}

function eachRow(test: (rows: ChunkRows, row: number) => number): RowFilter {
  return (rows, mask) => {
    for (let row = 0; row < rows.chunk.spanCount; row++) mask[row] = test(rows, row);
  };
}

/** Tests each distinct code of a chunk once. */
function byCode(
  column: (rows: ChunkRows) => Float64Array,
  test: (code: number, rows: ChunkRows) => boolean,
): RowFilter {
  return (rows, mask) => {
    const codes = column(rows);
    // 2 where it has not been tested yet. Kinds are few, and every chunk has at least one text.
    const known = new Uint8Array(rows.chunk.texts.length + STEP_KINDS.length).fill(2);
    for (let row = 0; row < rows.chunk.spanCount; row++) {
      const code = codes[row]!;
      if (known[code] === 2) known[code] = test(code, rows) ? 1 : 0;
      mask[row] = known[code]!;
    }
  };
}

/** Values below 0 stand for none. */
function byNumber(filter: Comparison, values: (rows: ChunkRows) => ArrayLike<number>): RowFilter {
  const test = valueTest(filter);
  const withoutValue = test([]) ? 1 : 0;
  const one = [0];
  return (rows, mask) => {
    const numbers = values(rows);
    for (let row = 0; row < rows.chunk.spanCount; row++) {
      one[0] = numbers[row]!;
      mask[row] = one[0] < 0 ? withoutValue : test(one) ? 1 : 0;
    }
  };
}

/** Each path of a chunk is tested once. */
function byPath(test: (values: readonly string[]) => boolean): RowFilter {
  return (rows, mask) => {
    const { of, paths } = ChunkFacts.of(rows).paths(rows);
    const passes = Uint8Array.from({ length: paths.count }, (_, code) => (test([shownPath(paths.text(code))]) ? 1 : 0));
    for (let row = 0; row < rows.chunk.spanCount; row++) mask[row] = passes[of[row]!]!;
  };
}

/** Times differ by more than a double can blur, mostly; the exact ones are made only where they do not. */
function byTime(filter: Comparison): RowFilter {
  const test = valueTest(filter);
  const [wanted] = filter.values;
  const order = filter.operator;
  if (filter.values.length !== 1 || typeof wanted !== 'bigint')
    return eachRow((rows, row) => (test([rows.exactStartNs(row)]) ? 1 : 0));
  const near = Number(wanted);
  const below = order === '<' || order === '<=' || order === '!=' ? 1 : 0;
  const above = order === '>' || order === '>=' || order === '!=' ? 1 : 0;
  return eachRow((rows, row) => {
    const ahead = rows.startNs(row) - near;
    if (ahead > 4_096) return above;
    if (ahead < -4_096) return below;
    return test([rows.exactStartNs(row)]) ? 1 : 0;
  });
}

function tokens(rows: ChunkRows): Float64Array {
  const input = rows.column(SECTION.inputTokens);
  const output = rows.column(SECTION.outputTokens);
  return input.map((a, row) => (a < 0 && output[row]! < 0 ? -1 : Math.max(0, a) + Math.max(0, output[row]!)));
}
