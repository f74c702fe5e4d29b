import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { TRACE_FIELDS } from '../../../filter/entities/trace-fields.ts';
import { allOf, compare, type Expression } from '../../../filter/expression.ts';
import type { FieldName } from '../../../filter/fields.ts';
import { resolveNotes, type ValuesOfTraces } from '../../../filter/resolve-notes.ts';
import type { TagOfTrace } from '../../../storage/tracking/trace-notes/trace-note-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { anyOf, comparison, meets, NOTHING, tracesWhere } from './filter-terms.ts';
import { readPrompts } from './linked-prompts.ts';
import { spanCondition } from './span-condition.ts';
import { timeCondition } from './time-condition.ts';
import { readTraceId } from './trace-id.ts';
import { TRACE_KEY } from './trace-info-json.ts';

const FIELD_OF_METADATA: ReadonlyMap<string, FieldName> = new Map([
  [TRACE_KEY.sourceRun, 'run'],
  [TRACE_KEY.session, 'session'],
  [TRACE_KEY.user, 'user'],
]);
const STATES = { OK: ['ok', 'unset'], ERROR: ['error'], IN_PROGRESS: ['running'] } as const;

/**
 * The traces that MLflow's filter means, as the one language of filters that the store of spans answers. What lies in
 * the stores of tracking is looked up.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it cannot be read.
 */
export async function mlflowTraceFilter(text: string, context: MlflowContext): Promise<Expression> {
  const conditions = parseEntityFilter(text, TRACE_FIELDS);
  const expressions = await Promise.all(conditions.map((condition) => meaningOf(condition, context)));
  return resolveNotes(allOf(...expressions), context.principal.workspaceId, context.stores.notes);
}

/** Traces of these experiments. */
export function ofExperiments(ids: readonly string[]): Expression {
  return compare('experiment', 'in', ...ids);
}

async function meaningOf(condition: EntityCondition, context: MlflowContext): Promise<Expression> {
  const { stores, principal } = context;
  const { workspaceId } = principal;
  switch (condition.kind) {
    case 'tag':
      return condition.key === TRACE_KEY.name ? nameCondition(condition, context) : comparison('tags', condition);
    case 'metadata':
      return metadataCondition(condition, context);
    case 'span':
      return spanCondition(condition);
    case 'feedback':
    case 'expectation': {
      const said = await stores.assessments.valuesNamed(workspaceId, condition.kind, condition.key);
      const values = said.map(({ traceId, value }) => ({
        traceId,
        value: typeof value === 'object' ? JSON.stringify(value) : value,
      }));
      return tracesWhere(condition, grouped(values));
    }
    case 'issue':
      return NOTHING;
    default:
      return attributeCondition(condition, context);
  }
}

async function attributeCondition(condition: EntityCondition, context: MlflowContext): Promise<Expression> {
  const { stores, principal } = context;
  switch (condition.key) {
    case 'request_id': {
      const values = condition.values.map((value) => readTraceId(String(value)) ?? String(value).replace(/^tr-/, ''));
      return comparison('id', { ...condition, values });
    }
    case 'timestamp_ms':
      return timeCondition('time', condition);
    case 'end_time_ms':
      return timeCondition('end', condition);
    case 'execution_time_ms':
      return timeCondition('duration', condition);
    case 'status':
      return statusCondition(condition, context);
    case 'client_request_id':
      return tracesWhere(
        condition,
        grouped(await stores.traceInfos.tracesOfClientRequest(principal.workspaceId, wanted(condition))),
      );
    case 'name':
      return nameCondition(condition, context);
    case 'run_id':
      return comparison('run', condition);
    case 'prompt':
      return promptCondition(condition, context);
    default:
      return spanCondition({ ...condition, key: 'content' });
  }
}

/** Names that clients gave a trace go before that of its root. */
async function nameCondition(condition: EntityCondition, { stores, principal }: MlflowContext): Promise<Expression> {
  const named = grouped(await stores.notes.tracesWithTag(principal.workspaceId, TRACE_KEY.name));
  const unnamed: Expression = { type: 'not', of: { type: 'traceIds', traceIds: new Set(named.keys()) } };
  if (named.size === 0) return comparison('name', condition);
  return anyOf(
    allOf({ type: 'traceIds', traceIds: new Set(named.keys()) }, tracesWhere(condition, named)),
    allOf(unnamed, comparison('name', condition)),
  );
}

/** States that clients gave a trace go before what its root says. */
async function statusCondition(condition: EntityCondition, { stores, principal }: MlflowContext): Promise<Expression> {
  const own = grouped(await stores.traceInfos.tracesWithOwnState(principal.workspaceId));
  const meant = Object.entries(STATES).filter(([state]) => meets(condition, [state]));
  const bySpans = compare('status', 'in', ...meant.flatMap(([, statuses]) => statuses));
  if (own.size === 0) return bySpans;
  const withOwn: Expression = { type: 'traceIds', traceIds: new Set(own.keys()) };
  return anyOf(tracesWhere(condition, own), allOf({ type: 'not', of: withOwn }, bySpans));
}

/** Some of what clients say of a whole trace others say in their spans: those fields know both. */
async function metadataCondition(
  condition: EntityCondition,
  { stores, principal }: MlflowContext,
): Promise<Expression> {
  const { key } = condition;
  const field = FIELD_OF_METADATA.get(key);
  if (field !== undefined) return comparison(field, condition);
  const sent = await stores.traceInfos.tracesWithMetadata(principal.workspaceId, key, wanted(condition));
  return tracesWhere(condition, grouped(sent));
}

/** `name/version`, by what a client linked and by what the spans say. */
async function promptCondition(
  { values: [value] }: EntityCondition,
  { stores, principal }: MlflowContext,
): Promise<Expression> {
  const [name = '', version = ''] = String(value).split('/');
  const tagged = await stores.notes.tracesWithTag(principal.workspaceId, TRACE_KEY.linkedPrompts);
  const linked = tagged.filter(({ value: json }) =>
    readPrompts(json).some((one) => one.name === name && one.version === version),
  );
  return anyOf(
    { type: 'traceIds', traceIds: new Set(linked.map(({ traceId }) => traceId)) },
    { type: 'has', of: allOf(compare('prompt', '=', name), compare('prompt_version', '=', version)) },
  );
}

/** The one value that is asked for, where only traces with it need to be looked up. */
function wanted({ operator, values }: EntityCondition): string | undefined {
  return operator === '=' ? String(values[0]) : undefined;
}

function grouped<Value extends string | number | boolean>(
  all: readonly (Omit<TagOfTrace, 'value'> & { readonly value: Value })[],
): ValuesOfTraces {
  const values = new Map<string, Value[]>();
  for (const { traceId, value } of all) {
    const known = values.get(traceId);
    if (known === undefined) values.set(traceId, [value]);
    else known.push(value);
  }
  return values;
}
