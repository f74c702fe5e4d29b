import type { FilterField } from '@tracewright/schema';
import { type EntityField, type EntityTable, NUMBER_OPERATORS, TEXT_OPERATORS } from './entity-table.ts';

/** The names of a table as `GET /api/v1/filter-fields` gives them: kinds with their keys first, as filters use them most. */
export function entityFilterFields(table: EntityTable): readonly FilterField[] {
  const keyed = Object.entries(table.kinds).flatMap(([kind, field]) => {
    const [plural = kind, ...others] = [...(field.aliases ?? [])].sort(
      (a, b) => Number(b === `${kind}s`) - Number(a === `${kind}s`),
    );
    const keys = table.keys?.[kind as keyof typeof table.keys];
    // Where there are only a few keys, each is a name of its own.
    if (keys) return keys.map((key) => shown(`${plural}.${key}`, field, [`${kind}.${key}`], false));
    const name = kind === 'parameter' ? 'params' : plural;
    return [
      shown(
        name,
        field,
        [kind, plural, ...others].filter((each) => each !== name),
        true,
      ),
    ];
  });
  const attributes = Object.entries(table.attributes).map(([name, field]) =>
    shown(
      name,
      field,
      [...(field.aliases ?? []), ...table.prefixes.map((prefix) => `${prefix}.${name}`)].filter(
        (each) => !each.includes(' '),
      ),
      false,
    ),
  );
  return [...keyed, ...attributes];
}

function shown(name: string, field: EntityField, aliases: readonly string[], hasKey: boolean): FilterField {
  const { type, operators = type === 'number' ? NUMBER_OPERATORS : TEXT_OPERATORS } = field;
  return { name, aliases, hasKey, type, scope: 'both', values: [], operators, about: field.about ?? '' };
}
