import type { EntityField, EntityOperator, EntityTable } from './entity-table.ts';

const PRESENCE: readonly EntityOperator[] = ['IS NULL', 'IS NOT NULL'];
const PATTERNS: readonly EntityOperator[] = ['LIKE', 'ILIKE', 'RLIKE'];
const WORD: readonly EntityOperator[] = ['=', '!=', 'IN', 'NOT IN', ...PATTERNS];
const SAID: EntityField = {
  type: 'any',
  operators: ['=', '!=', '>', '>=', '<', '<=', ...PATTERNS, ...PRESENCE],
};
const CONTENT: EntityField = { type: 'text', operators: ['LIKE', 'ILIKE'] };

/** What the search for traces may name. */
export const TRACE_FIELDS: EntityTable = {
  kinds: {
    tag: { type: 'text', aliases: ['tags'], operators: ['=', '!=', ...PATTERNS, ...PRESENCE] },
    metadata: { type: 'text', aliases: ['request_metadata'], operators: ['=', '!=', ...PATTERNS, ...PRESENCE] },
    span: { type: 'text', operators: WORD },
    feedback: SAID,
    expectation: SAID,
    issue: { type: 'text', operators: ['='] },
  },
  attributes: {
    request_id: { type: 'text', aliases: ['trace_id'], operators: WORD },
    timestamp_ms: { type: 'number', aliases: ['timestamp'] },
    execution_time_ms: { type: 'number', aliases: ['execution_time'] },
    end_time_ms: { type: 'number', aliases: ['end_time'] },
    status: { type: 'text', operators: WORD },
    client_request_id: { type: 'text', operators: WORD },
    name: { type: 'text', operators: WORD },
    run_id: { type: 'text', operators: WORD },
    prompt: { type: 'text', operators: ['='] },
    text: CONTENT,
  },
  prefixes: ['attribute', 'attributes', 'trace'],
  keys: { issue: ['id'] },
};

/** What the order of traces may name. */
export const TRACE_ORDER_FIELDS: EntityTable = {
  kinds: {},
  attributes: {
    experiment_id: { type: 'text' },
    timestamp_ms: { type: 'number', aliases: ['timestamp'] },
    execution_time_ms: { type: 'number', aliases: ['execution_time'] },
    end_time_ms: { type: 'number', aliases: ['end_time'] },
    status: { type: 'text' },
    request_id: { type: 'text', aliases: ['trace_id'] },
    name: { type: 'text' },
    run_id: { type: 'text' },
  },
  prefixes: ['attribute', 'attributes', 'trace'],
};
