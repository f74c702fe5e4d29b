import { type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

const LISTED = { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] } as const;

/** What the search for logged models may name. */
export const LOGGED_MODEL_FIELDS: EntityTable = {
  kinds: {
    metric: { type: 'number', aliases: ['metrics'] },
    parameter: { ...LISTED, aliases: ['params', 'param', 'parameters'] },
    tag: { ...LISTED, aliases: ['tags'] },
  },
  attributes: {
    name: LISTED,
    model_id: LISTED,
    model_type: LISTED,
    status: LISTED,
    source_run_id: LISTED,
    experiment_id: LISTED,
    creation_timestamp: { type: 'number', aliases: ['creation_time', 'creation_timestamp_ms'] },
    last_updated_timestamp: { type: 'number', aliases: ['last_updated_time', 'last_updated_timestamp_ms'] },
  },
  prefixes: ['attributes', 'attribute', 'attr'],
};
