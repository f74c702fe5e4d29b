import { format } from '@cfworker/json-schema';

/** Whether a pattern of a schema is found in a text. */
export type PatternTest = (text: string) => boolean;

type Json = Readonly<Record<string, unknown>>;

/** Keywords below which schemas stand by names that are none. */
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];
/** In one pattern. */
const NAMES_AT_ONCE = 256;
/** Keywords below which there is no schema. */
const DATA = ['const', 'enum', 'default', 'examples', 'required'];

/**
 * The patterns of a schema, in another engine than JavaScript's own. A validator is handed a schema without them: those of
 * texts stand there as formats, and those of names as the very names of a value that they are found in.
 */
export class SchemaPatterns {
  readonly #schema: Json;
  readonly #tests = new Map<string, PatternTest>();
  #hasNames = false;

  /** @param compile Makes the test of a pattern. @throws what it throws */
  constructor(schema: Json, compile: (pattern: string) => PatternTest) {
    this.#schema = schema;
    const note = (pattern: string) => {
      if (!this.#tests.has(pattern)) this.#tests.set(pattern, compile(pattern));
    };
    rewritten(schema, (node) => {
      if (typeof node.pattern === 'string') note(node.pattern);
      for (const pattern of Object.keys(objectOf(node.patternProperties))) {
        note(pattern);
        this.#hasNames = true;
      }
      return node;
    });
  }

  /** Does something with the schema as it is for this value, for as long as that takes and no longer. */
  within<Done>(value: unknown, work: (schema: Json) => Done): Done {
    const names = this.#hasNames ? [...namesIn(value)] : [];
    const schema = rewritten(this.#schema, (node) => this.#without(node, names)) as Json;
    for (const [pattern, test] of this.#tests) format[formatOf(pattern)] = test;
    try {
      return work(schema);
    } finally {
      for (const pattern of this.#tests.keys()) delete format[formatOf(pattern)];
    }
  }

  #without({ pattern, patternProperties, ...node }: Json, names: readonly string[]): Json {
    const isText = typeof pattern === 'string';
    const all = Array.isArray(node.allOf) ? (node.allOf as readonly unknown[]) : [];
    const byName = Object.entries(objectOf(patternProperties)).flatMap(([source, schema], index) => {
      const found = names.filter((name) => this.#tests.get(source)?.(name));
      // Two patterns may be found in the same names.
      return inParts(found).map((part) => [`^(?:${part.map(escaped).join('|')})$${'(?:)'.repeat(index)}`, schema]);
    });
    return {
      ...node,
      ...(isText ? { allOf: [...all, { format: formatOf(pattern) }] } : pattern !== undefined && { pattern }),
      ...(byName.length > 0 && { patternProperties: Object.fromEntries(byName) as Json }),
    };
  }
}

/** The validator writes the pattern down for each name that it is found in: one of tens of thousands of names took a minute. */
function inParts(names: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let from = 0; from < names.length; from += NAMES_AT_ONCE) parts.push(names.slice(from, from + NAMES_AT_ONCE));
  return parts;
}

/** Stands in the message of a text that is not so. */
function formatOf(pattern: string): string {
  return `pattern ${pattern}`;
}

/** Each schema in a schema, the inner ones first. */
function rewritten(schema: unknown, rewrite: (node: Json) => Json): unknown {
  if (Array.isArray(schema)) return schema.map((one) => rewritten(one, rewrite));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]): [string, unknown] => {
    if (DATA.includes(name)) return [name, value];
    if (!BY_NAME.includes(name)) return [name, rewritten(value, rewrite)];
    const named = Object.entries(objectOf(value)).map(([key, one]) => [key, rewritten(one, rewrite)]);
    return [name, Object.fromEntries(named)];
  });
  return rewrite(Object.fromEntries(entries));
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function namesIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, part] of Object.entries(value)) {
    if (!Array.isArray(value)) found.add(name);
    namesIn(part, found);
  }
  return found;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
