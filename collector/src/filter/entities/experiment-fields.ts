import { type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

/** What the search for experiments may name. */
export const EXPERIMENT_FIELDS: EntityTable = {
  kinds: { tag: { type: 'text', aliases: ['tags'], operators: [...TEXT_OPERATORS, 'IS NULL', 'IS NOT NULL'] } },
  attributes: {
    name: { type: 'text', aliases: ['experiment_name'] },
    experiment_id: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    creation_time: { type: 'number' },
    last_update_time: { type: 'number' },
  },
  prefixes: ['attribute', 'attributes', 'attr', 'experiment'],
};
