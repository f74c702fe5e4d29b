import { type EntityField, type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

const KEYED: EntityField = { type: 'text', operators: [...TEXT_OPERATORS, 'IS NULL', 'IS NOT NULL'] };

/** What the search for runs may name. */
export const RUN_FIELDS: EntityTable = {
  kinds: {
    metric: { type: 'number', aliases: ['metrics'] },
    parameter: { ...KEYED, aliases: ['parameters', 'param', 'params'] },
    tag: { ...KEYED, aliases: ['tags'] },
    dataset: { type: 'text', aliases: ['datasets'], operators: [...TEXT_OPERATORS, 'IN'] },
  },
  attributes: {
    run_id: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'] },
    run_name: { type: 'text', aliases: ['run name', 'Run name', 'Run Name'] },
    status: { type: 'text' },
    artifact_uri: { type: 'text' },
    user_id: { type: 'text' },
    start_time: { type: 'number', aliases: ['created', 'Created'] },
    end_time: { type: 'number' },
  },
  prefixes: ['attribute', 'attributes', 'attr', 'run'],
  keys: { dataset: ['name', 'digest', 'context'] },
};
