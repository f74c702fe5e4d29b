import { type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

/** What the search for datasets may name. */
export const DATASET_FIELDS: EntityTable = {
  kinds: { tag: { type: 'text', aliases: ['tags'] } },
  attributes: {
    name: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    created_time: { type: 'number' },
    last_update_time: { type: 'number', aliases: ['last_updated_time'] },
    created_by: { type: 'text' },
    last_updated_by: { type: 'text' },
  },
  prefixes: ['attribute', 'attributes', 'attr'],
};
