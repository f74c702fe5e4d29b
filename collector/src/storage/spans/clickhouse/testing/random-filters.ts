import type { FilterTarget } from '@tracewright/schema';
import { type Field, fieldsOf } from '../../../../filter/fields.ts';
import { spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import type { RandomChoice } from './random-choice.ts';
import { MODELS, MOMENTS, PERSONS, SAYINGS, TEXTS } from './random-traces.ts';

/** What is looked up in another store before a store of spans is asked. */
const ELSEWHERE: readonly string[] = ['tags', 'feedback'];
const PATTERNS = ['^chat', '(?i)REFUND|plan', '[a-z]_b', 'e.$', '\\d+', '会', '(gpt|o).?[35]\\b', '.'];
const NUMBERS = ['0', '1', '2', '120', '4096', '1.5', '10k', '-1', '1M', '0.999'];
const LENGTHS = ['0s', '1us', '1.5us', '999ns', '250ms', '1s', '1.2345s', '2d', '-5ms'];
const WORDS = [
  'refund',
  'my refund',
  'REFUND refused',
  'parcels',
  'straße',
  '返金',
  'どこ',
  'σοφοσ',
  'order_17',
  'a1b2c3',
  'late',
  'nowhere',
  'red',
];
const PATHS = ['chat', 'chat > plan', 'Chat Ärger > 会話', ''];
/** Values that fields of a kind of their own may have; the others take any text. */
const OF_FIELD: Readonly<Record<string, readonly string[]>> = {
  name: TEXTS,
  model: MODELS,
  provider: ['openai', 'anthropic', ''],
  service: ['web', 'bot', ''],
  session: PERSONS,
  user: PERSONS,
  run: ['r1', 'r2', ''],
  prompt: ['greet', ''],
  prompt_version: ['1', '12'],
  experiment: ['0', '1', '9'],
  path: PATHS,
  preview: SAYINGS,
  content: SAYINGS,
  label: ['vip', 'Shop', ''],
  metadata: ['red', 'Blue', '7', ''],
  attributes: ['200', '404', '500.5', 'true', 'false', 'x'],
};

/** Writes a filter of any form that the grammar has. */
export function randomFilter(choice: RandomChoice, target: FilterTarget, depth = 3): string {
  if (depth === 0 || choice.once(3)) return randomCondition(choice, target);
  const inner = (of: FilterTarget): string => randomFilter(choice, of, depth - 1);
  switch (choice.below(7)) {
    case 0:
      return `(${inner(target)} OR ${inner(target)})`;
    case 1:
      return `NOT (${inner(target)})`;
    case 2:
      return `has(${inner('span')})`;
    case 3:
      return `trace(${inner('trace')})`;
    case 4:
      return `${inner(target)} ${inner(target)}`;
    default:
      return `${inner(target)} AND ${inner(target)}`;
  }
}

function randomCondition(choice: RandomChoice, target: FilterTarget): string {
  if (choice.once(7)) return randomSearch(choice);
  const field = choice.of(fieldsOf(target).filter(({ name }) => !ELSEWHERE.includes(name)));
  const name = field.name === 'metadata' ? 'metadata.team' : field.name;
  const key = field.name === 'attributes' ? `attributes.${choice.of(['http.status_code', 'flag', 'missing'])}` : name;
  const operator = choice.of(field.operators);
  if (operator.startsWith('IS ')) return `${key} ${operator}`;
  if (operator.endsWith('IN')) {
    const values = choice.some(1 + choice.below(3), () => randomValue(choice, field));
    return `${key} ${operator} (${values.join(', ')})`;
  }
  const not = operator.endsWith('LIKE') && choice.once(3) ? 'NOT ' : '';
  return `${key} ${not}${operator} ${operator.endsWith('LIKE') ? randomPattern(choice, field, operator) : randomValue(choice, field)}`;
}

function randomSearch(choice: RandomChoice): string {
  const text = choice.of(WORDS);
  if (choice.once(3)) return `"${text.slice(0, 1 + choice.below(text.length))}"*`;
  return choice.once(4) ? `NOT "${text}"` : `"${text}"`;
}

function randomPattern(choice: RandomChoice, field: Field, operator: string): string {
  if (operator === 'RLIKE') return quoted(choice.of(PATTERNS));
  const text = [...choice.of(OF_FIELD[field.name] ?? TEXTS)];
  const some = text.map((sign) => (choice.once(6) ? '_' : sign)).slice(choice.below(3));
  const pattern = `${choice.once(2) ? '%' : ''}${some.join('')}${choice.once(2) ? '%' : ''}`;
  return quoted(choice.once(3) ? pattern.toUpperCase() : pattern);
}

function randomValue(choice: RandomChoice, field: Field): string {
  switch (field.type) {
    case 'choice':
      return choice.of(field.values);
    case 'number':
      return choice.of(NUMBERS);
    case 'duration':
      return choice.of(LENGTHS);
    case 'money':
      return choice.of(['0', '0.05', '$0.000000001', '0.5', '-1']);
    case 'time':
      return quoted(randomTime(choice));
    case 'any': {
      const text = choice.of(OF_FIELD[field.name] ?? TEXTS);
      return choice.once(2) || text === '' ? quoted(text) : text;
    }
    case 'text':
      if (field.name === 'id') return quoted(choice.of([traceIdOf(1 + choice.below(40)), 'none', '']));
      if (field.name === 'span_id') return quoted(choice.of([spanIdOf(1 + choice.below(6)), 'none', '']));
      return quoted(choice.of(OF_FIELD[field.name] ?? TEXTS));
  }
}

function randomTime(choice: RandomChoice): string {
  const time = new Date(Number(choice.of(MOMENTS) / 1_000_000n) + choice.below(3) * 3_600_000).toISOString();
  return choice.once(2) ? time : time.replace('Z', '456789Z');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
