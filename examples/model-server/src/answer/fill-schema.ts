import { isObject, type Json } from '../json-fields.ts';
import { invalid } from '../model-error.ts';
import { fillNumber, fillText } from './fill-value.ts';

/** What the values of an instance are taken from. */
export interface Source {
  readonly question: string;
  readonly text: string;
  readonly keywords: readonly string[];
}

/** Deeper than this, only what a schema requires is filled in: it may contain itself. */
const GENEROUS_DEPTH = 4;
const MOST_DEPTH = 30;

/**
 * Makes an instance of a JSON Schema (the subset that structured output allows), with values that fit their names.
 *
 * @throws ModelError 400 for a schema without an instance that can be found.
 */
export function fillSchema(schema: Json, source: Source): unknown {
  const fill = (part: unknown, name: string, depth: number): unknown => {
    if (depth > MOST_DEPTH) throw invalid('schema', 'it requires itself without end');
    if (!isObject(part)) return part === false ? null : source.text;
    if (typeof part.$ref === 'string') return fill(resolve(schema, part.$ref), name, depth + 1);
    if ('const' in part) return part.const;
    if (Array.isArray(part.enum)) return enumValue(part.enum, source);
    const options = part.anyOf ?? part.oneOf;
    if (Array.isArray(options)) return fill(optionOf(options, depth), name, depth + 1);
    if (Array.isArray(part.allOf))
      return fill(Object.assign({}, part, { allOf: null }, ...part.allOf), name, depth + 1);

    const type = Array.isArray(part.type) ? typeOf(part.type, depth) : part.type;
    switch (type ?? (part.properties === undefined ? 'string' : 'object')) {
      case 'object':
        return fillObject(part, depth);
      case 'array':
        return fillArray(part, name, depth);
      case 'integer':
      case 'number':
        return fillNumber(part, source, type === 'integer');
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return fillText(part, name, source);
    }
  };

  const fillObject = (part: Json, depth: number): Json => {
    const properties = isObject(part.properties) ? part.properties : {};
    const required = Array.isArray(part.required) ? part.required : [];
    const wanted = Object.entries(properties).filter(([key]) => depth < GENEROUS_DEPTH || required.includes(key));
    return Object.fromEntries(wanted.map(([key, property]) => [key, fill(property, key, depth + 1)]));
  };

  const fillArray = (part: Json, name: string, depth: number): readonly unknown[] => {
    const least = typeof part.minItems === 'number' ? part.minItems : 0;
    const most = typeof part.maxItems === 'number' ? part.maxItems : 3;
    const length = Math.max(least, Math.min(most, depth < GENEROUS_DEPTH ? source.keywords.length : 0));
    return Array.from({ length }, (_, at) => {
      const item = fill(part.items ?? {}, name, depth + 1);
      return item === source.text ? (source.keywords[at] ?? item) : item;
    });
  };

  return fill(schema, '', 0);
}

/** `#/$defs/Step` in the schema that it stands in. */
function resolve(root: Json, reference: string): unknown {
  let found: unknown = root;
  for (const key of reference.split('/').slice(1)) {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) ? found[name] : undefined;
  }
  if (!reference.startsWith('#') || found === undefined) throw invalid('schema', `${reference} is not in it`);
  return found;
}

/** The first value that the question names, else the first. */
function enumValue(values: readonly unknown[], { question }: Source): unknown {
  const asked = question.toLowerCase();
  return values.find((value) => typeof value === 'string' && asked.includes(value.toLowerCase())) ?? values[0];
}

/** Far down, null ends a schema that contains itself; before that, a value says more. */
function optionOf(options: readonly unknown[], depth: number): unknown {
  const isNull = (option: unknown) => isObject(option) && option.type === 'null';
  const wantsNull = depth >= GENEROUS_DEPTH;
  return options.find((option) => isNull(option) === wantsNull) ?? options[0];
}

function typeOf(types: readonly unknown[], depth: number): unknown {
  return (depth >= GENEROUS_DEPTH && types.find((type) => type === 'null')) || types.find((type) => type !== 'null');
}
