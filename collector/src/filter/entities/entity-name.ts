import { ApiError } from '../../errors.ts';
import type { EntityField, EntityKind, EntityName, EntityTable } from './entity-table.ts';

/** A name with what may be asked of it. */
export interface ResolvedName extends EntityName {
  readonly field: EntityField;
}

/**
 * What an identifier stands for.
 *
 * @param text Such as `metrics.accuracy` or `start_time`, without quotes.
 * @param quotedKey What stood in quotes behind a last dot.
 * @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words.
 */
export function resolveEntity(text: string, quotedKey: string | undefined, table: EntityTable): ResolvedName {
  const dot = text.indexOf('.');
  if (dot < 0 && quotedKey === undefined) return attributeNamed(text, table);
  const prefix = dot < 0 ? text : text.slice(0, dot);
  const key = [dot < 0 ? '' : text.slice(dot + 1), quotedKey ?? ''].filter((part) => part !== '').join('.');
  if (table.prefixes.includes(prefix)) return attributeNamed(key, table);
  for (const [kind, field] of Object.entries(table.kinds) as [EntityKind, EntityField][]) {
    if (kind !== prefix && !field.aliases?.includes(prefix)) continue;
    const known = table.keys?.[kind];
    if (known !== undefined && !known.includes(key)) throw invalidKey(kind, key, known);
    return { kind, key, field };
  }
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Invalid entity type '${prefix}'. Valid values are ${pythonList(kindsOf(table))}`,
  );
}

function attributeNamed(name: string, table: EntityTable): ResolvedName {
  for (const [key, field] of Object.entries(table.attributes)) {
    if (key === name || field.aliases?.includes(name)) return { kind: 'attribute', key, field };
  }
  throw invalidKey('attribute', name, Object.keys(table.attributes));
}

function invalidKey(kind: EntityKind, key: string, known: readonly string[]): ApiError {
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Invalid ${kind} key '${key}' specified. Valid keys are '${pythonList([...known].sort())}'`,
  );
}

/** In the order in which MLflow names them. */
function kindsOf({ kinds }: EntityTable): readonly string[] {
  const names = Object.keys(kinds);
  const last = names.filter((name) => name === 'dataset');
  return [...names.filter((name) => name !== 'dataset'), 'attribute', ...last];
}

/** As MLflow's messages write lists. */
export function pythonList(words: readonly string[]): string {
  return `[${words.map((word) => `'${word}'`).join(', ')}]`;
}
