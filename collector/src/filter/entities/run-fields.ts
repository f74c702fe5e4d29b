import { type EntityField, type EntityTable, TEXT_OPERATORS } from './entity-table.ts';

const KEYED: EntityField = { type: 'text', operators: [...TEXT_OPERATORS, 'IS NULL', 'IS NOT NULL'] };

/** What the search for runs may name. */
export const RUN_FIELDS: EntityTable = {
  kinds: {
    metric: { type: 'number', aliases: ['metrics'], about: 'The latest value of a metric.' },
    parameter: { ...KEYED, aliases: ['parameters', 'param', 'params'], about: 'A parameter of the run.' },
    tag: { ...KEYED, aliases: ['tags'], about: 'A tag of the run.' },
    dataset: {
      ...{ type: 'text', aliases: ['datasets'], operators: [...TEXT_OPERATORS, 'IN'] },
      about: 'A dataset that went into the run.',
    },
  },
  attributes: {
    run_id: { type: 'text', operators: [...TEXT_OPERATORS, 'IN', 'NOT IN'], about: 'Its id.' },
    run_name: { type: 'text', aliases: ['run name', 'Run name', 'Run Name'], about: 'Its name.' },
    status: { type: 'text', about: 'RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.' },
    artifact_uri: { type: 'text', about: 'Where its artifacts lie.' },
    user_id: { type: 'text', about: 'Who ran it.' },
    start_time: { type: 'number', aliases: ['created', 'Created'], about: 'Its start, ms since the Unix epoch.' },
    end_time: { type: 'number', about: 'Its end, ms since the Unix epoch.' },
  },
  prefixes: ['attribute', 'attributes', 'attr', 'run'],
  keys: { dataset: ['name', 'digest', 'context'] },
};
