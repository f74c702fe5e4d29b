import { type FilterField, type FilterFieldType, type FilterTarget, STEP_KINDS } from '@tracewright/schema';

/** Canonical name of a field. */
export type FieldName =
  | 'name'
  | 'status'
  | 'time'
  | 'end'
  | 'duration'
  | 'self_time'
  | 'skew'
  | 'ttft'
  | 'kind'
  | 'path'
  | 'model'
  | 'provider'
  | 'input_tokens'
  | 'output_tokens'
  | 'tokens'
  | 'cached_tokens'
  | 'reasoning_tokens'
  | 'cost'
  | 'service'
  | 'session'
  | 'user'
  | 'run'
  | 'experiment'
  | 'prompt'
  | 'prompt_version'
  | 'spans'
  | 'llm_calls'
  | 'errors'
  | 'id'
  | 'span_id'
  | 'duplicates'
  | 'dropped'
  | 'problem'
  | 'preview'
  | 'content'
  | 'tags'
  | 'feedback'
  | 'label'
  | 'metadata'
  | 'attributes';

/** A row of {@link FIELDS}. */
interface FieldRow {
  readonly type: FilterFieldType;
  readonly scope: FilterField['scope'];
  readonly aliases?: readonly string[];
  readonly hasKey?: true;
  /** Other operators than those of its type. */
  readonly operators?: readonly string[];
  /** What a `choice` may be, and other words for it. */
  readonly values?: readonly string[];
  readonly synonyms?: Readonly<Record<string, string>>;
  readonly about: string;
}

const STATUSES = ['ok', 'error', 'running', 'unset'] as const;

/** Those of the data-quality counts that are of traces. */
const PROBLEMS = ['unended', 'orphaned', 'unpriced', 'estimated'] as const;

const PATTERN = ['LIKE', 'ILIKE', 'RLIKE'];

/** Every name of the language: the source of what the parser takes, of the documentation and of completion. */
const FIELDS: Readonly<Record<FieldName, FieldRow>> = {
  name: {
    type: 'text',
    scope: 'both',
    aliases: ['trace_name', 'span_name'],
    about: 'Name of the span, or of the first root of the trace.',
  },
  status: {
    type: 'choice',
    scope: 'both',
    values: STATUSES,
    synonyms: { in_progress: 'running', failed: 'error' },
    about: 'How it ended, or that it still runs; ok is also what ended without saying how.',
  },
  time: {
    type: 'time',
    scope: 'both',
    aliases: ['start', 'start_time', 'timestamp', 'timestamp_ms', 'start_time_ms'],
    about: 'When it began.',
  },
  end: { type: 'time', scope: 'trace', aliases: ['end_time', 'end_time_ms'], about: 'When its last span ended.' },
  duration: {
    type: 'duration',
    scope: 'both',
    aliases: ['latency', 'execution_time', 'execution_time_ms', 'duration_ms'],
    about: 'How long it took.',
  },
  self_time: { type: 'duration', scope: 'span', about: 'How long it ran while none of its children did.' },
  skew: { type: 'duration', scope: 'span', about: 'How much earlier than its parent it began: clocks differ.' },
  ttft: { type: 'duration', scope: 'span', about: 'Time from its start to the first chunk of the answer.' },
  kind: {
    type: 'choice',
    scope: 'span',
    aliases: ['type'],
    values: STEP_KINDS,
    synonyms: { chat_model: 'llm', unknown: 'task' },
    about: 'What kind of step it is.',
  },
  path: {
    type: 'text',
    scope: 'span',
    about: "Names of the steps from the root down to it, such as 'agent > plan > chat'; # for numbers that only count.",
  },
  model: { type: 'text', scope: 'both', about: 'Model that answered; of a trace, any of its models.' },
  provider: { type: 'text', scope: 'span', about: 'Who runs the model, such as openai.' },
  input_tokens: { type: 'number', scope: 'both', about: 'Tokens read, cached ones included.' },
  output_tokens: { type: 'number', scope: 'both', about: 'Tokens written, reasoning included.' },
  tokens: { type: 'number', scope: 'both', aliases: ['total_tokens'], about: 'Tokens read and written.' },
  cached_tokens: { type: 'number', scope: 'span', about: 'Tokens read from the cache.' },
  reasoning_tokens: { type: 'number', scope: 'span', about: 'Tokens written to think.' },
  cost: { type: 'money', scope: 'both', aliases: ['cost_usd'], about: 'What it cost, USD.' },
  service: { type: 'text', scope: 'both', aliases: ['service_name'], about: 'Name of the app that sent it.' },
  session: { type: 'text', scope: 'both', aliases: ['session_id', 'thread'], about: 'Conversation it belongs to.' },
  user: { type: 'text', scope: 'both', aliases: ['user_id'], about: 'User it was done for.' },
  run: { type: 'text', scope: 'both', aliases: ['run_id'], about: 'Id of the tracking run.' },
  experiment: { type: 'text', scope: 'trace', aliases: ['experiment_id'], about: 'Id of the experiment.' },
  prompt: { type: 'text', scope: 'span', aliases: ['prompt_name'], about: 'Name of the registered prompt it used.' },
  prompt_version: { type: 'text', scope: 'span', about: 'Version of that prompt.' },
  spans: { type: 'number', scope: 'trace', aliases: ['span_count'], about: 'How many spans the trace has.' },
  llm_calls: { type: 'number', scope: 'trace', about: 'How many of its spans are calls of a language model.' },
  errors: { type: 'number', scope: 'trace', aliases: ['error_count'], about: 'How many of its spans failed.' },
  id: { type: 'text', scope: 'trace', aliases: ['trace_id', 'request_id'], about: 'Id of the trace, 32 hex digits.' },
  span_id: { type: 'text', scope: 'span', about: 'Id of the span, 16 hex digits.' },
  duplicates: {
    type: 'number',
    scope: 'trace',
    about: 'How many of its spans came once more after they were stored.',
  },
  dropped: {
    type: 'number',
    scope: 'span',
    about: 'How many attributes, events and links its app left out by the limits of its SDK.',
  },
  problem: {
    type: 'choice',
    scope: 'trace',
    values: PROBLEMS,
    about: 'What is missing: its end, its root, a part of its cost, or tokens that were counted, not reported.',
  },
  preview: { type: 'text', scope: 'both', about: 'First 120 characters of the input.' },
  content: {
    type: 'text',
    scope: 'span',
    aliases: ['text'],
    operators: PATTERN,
    about: 'Any text of prompts, answers, tool arguments and results. Words alone search it, too.',
  },
  tags: { type: 'text', scope: 'trace', aliases: ['tag'], hasKey: true, about: 'A tag that was put on the trace.' },
  feedback: {
    type: 'any',
    scope: 'trace',
    aliases: ['assessment', 'expectation'],
    hasKey: true,
    about: 'What judges, people or code said under this name; any of several will do.',
  },
  label: {
    type: 'text',
    scope: 'span',
    aliases: ['labels'],
    about: 'A label that the app set on the step; most SDKs call it a tag.',
  },
  metadata: {
    type: 'any',
    scope: 'span',
    aliases: ['request_metadata'],
    hasKey: true,
    about: 'Metadata that the app set on the step, by whichever SDK.',
  },
  attributes: {
    type: 'any',
    scope: 'span',
    aliases: ['attribute', 'attr'],
    hasKey: true,
    about: 'Any attribute of the span, as it was sent.',
  },
};

/** A field with everything said. */
export interface Field extends FilterField {
  readonly name: FieldName;
  readonly synonyms: Readonly<Record<string, string>>;
}

const EQUALITY = ['=', '!=', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'];
const ORDER = ['<', '<=', '>', '>='];

const OPERATORS: Readonly<Record<FilterFieldType, readonly string[]>> = {
  text: [...EQUALITY, ...PATTERN],
  choice: EQUALITY,
  number: [...EQUALITY, ...ORDER],
  time: [...EQUALITY, ...ORDER],
  duration: [...EQUALITY, ...ORDER],
  money: [...EQUALITY, ...ORDER],
  any: [...EQUALITY, ...ORDER, ...PATTERN],
};

const ALL: readonly Field[] = (Object.entries(FIELDS) as [FieldName, FieldRow][]).map(([name, row]) => ({
  name,
  type: row.type,
  scope: row.scope,
  aliases: row.aliases ?? [],
  hasKey: row.hasKey ?? false,
  operators: row.operators ?? OPERATORS[row.type],
  values: row.values ?? [],
  synonyms: row.synonyms ?? {},
  about: row.about,
}));

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  ALL.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field])),
);

/** The field of a canonical or other name, in any case; undefined if there is none. */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** What can be asked of a target, those first that are its own. */
export function fieldsOf(target: FilterTarget): readonly Field[] {
  const isOwn = (field: Field): boolean => field.scope === target || field.scope === 'both';
  return [...ALL.filter(isOwn), ...ALL.filter((field) => !isOwn(field))];
}

/** The name that a mistyped one is most like; undefined if none is near. */
export function nearestName(name: string): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, wanted.length >> 1);
  for (const known of BY_NAME.keys()) {
    const distance = editDistance(wanted, known);
    if (distance <= least) {
      best = known;
      least = distance - 1;
    }
  }
  return best;
}

/** How many characters have to be added, removed or replaced. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
