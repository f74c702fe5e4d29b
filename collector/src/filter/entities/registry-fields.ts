import { type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

/** What the search for registered models may name. */
export const REGISTERED_MODEL_FIELDS: EntityTable = {
  kinds: { tag: { type: 'text', aliases: ['tags'] } },
  attributes: {
    name: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    creation_timestamp: { type: 'number' },
    last_updated_timestamp: { type: 'number', aliases: ['timestamp'] },
  },
  prefixes: ['attribute', 'attributes', 'attr'],
};

/** What the search for model versions may name. */
export const MODEL_VERSION_FIELDS: EntityTable = {
  kinds: { tag: { type: 'text', aliases: ['tags'] } },
  attributes: {
    name: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    version_number: { type: 'number' },
    run_id: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    source_path: { type: 'text' },
    creation_timestamp: { type: 'number' },
    last_updated_timestamp: { type: 'number' },
  },
  prefixes: ['attribute', 'attributes', 'attr'],
};
