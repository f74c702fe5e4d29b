import { STEP_KINDS } from '@tracewright/schema';
import { valueTest } from '../../../../filter/compare-values.ts';
import type { Comparison, Expression } from '../../../../filter/expression.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import { SECTION } from '../chunk/section.ts';
import { ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { HotSection } from './hot-chunk.ts';

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
  if (number !== undefined) return byNumber(filter, (rows, row) => rows.column(number)[row]!);
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
      return byNumber(filter, (rows, row) =>
        sum(rows.column(SECTION.inputTokens)[row]!, rows.column(SECTION.outputTokens)[row]!),
      );
    case 'duration':
      return byNumber(filter, (rows, row) => ChunkFacts.of(rows).durationsUs(rows)[row]!);
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
function byNumber(filter: Comparison, value: (rows: ChunkRows, row: number) => number): RowFilter {
  const test = valueTest(filter);
  const withoutValue = test([]) ? 1 : 0;
  return eachRow((rows, row) => {
    const number = value(rows, row);
    return number < 0 ? withoutValue : test([number]) ? 1 : 0;
  });
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

function sum(a: number, b: number): number {
  return a < 0 && b < 0 ? -1 : Math.max(0, a) + Math.max(0, b);
}
