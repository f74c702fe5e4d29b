/** Whether a pattern of a schema is found in a text. */
export type PatternTest = (text: string) => boolean;

type Json = Readonly<Record<string, unknown>>;

/** Keywords below which schemas stand by names that are none. */
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];
/** Keywords below which there is no schema. */
const DATA = ['const', 'enum', 'default', 'examples', 'required'];

/**
 * The patterns of a schema, in another engine than JavaScript's own. The validator makes a `RegExp` of each as it comes to
 * it, and asks that for nothing but `test`: while it works it is given these instead.
 */
export class SchemaPatterns {
  readonly #tests = new Map<string, PatternTest>();

  /** @param compile Makes the test of a pattern. @throws what it throws */
  constructor(schema: Json, compile: (pattern: string) => PatternTest) {
    for (const pattern of patternsOf(schema)) this.#tests.set(pattern, compile(pattern));
    // The validator finds schemas elsewhere, too: by references into data, and in lists where it should have names.
    for (const pattern of patternsAnywhere(schema)) {
      if (this.#tests.has(pattern)) continue;
      let made: PatternTest | undefined;
      this.#tests.set(pattern, (text) => {
        made ??= compile(pattern);
        return made(text);
      });
    }
  }

  /** Does something that waits for nothing, for as long as that takes and no longer. */
  within<Done>(work: () => Done): Done {
    const own = globalThis.RegExp;
    const tests = this.#tests;
    const standIn = new Proxy(own, {
      construct(target, given: [string, string?]) {
        // A list of one text is taken for that text.
        const test = tests.get(textOf(given[0]));
        return test === undefined ? new target(...given) : { test: (text: string) => without(() => test(text)) };
      },
    });
    /** The engine may use those of JavaScript itself. */
    const without = (test: () => boolean): boolean => {
      globalThis.RegExp = own;
      try {
        return test();
      } finally {
        globalThis.RegExp = standIn;
      }
    };
    globalThis.RegExp = standIn;
    try {
      return work();
    } finally {
      globalThis.RegExp = own;
    }
  }
}

function patternsOf(schema: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(schema)) for (const one of schema) patternsOf(one, found);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return found;
  const { pattern, patternProperties } = schema as Json;
  if (typeof pattern === 'string') found.add(pattern);
  for (const source of Object.keys(objectOf(patternProperties))) found.add(source);
  for (const [name, value] of Object.entries(schema)) {
    if (DATA.includes(name)) continue;
    if (!BY_NAME.includes(name)) patternsOf(value, found);
    else for (const one of Object.values(objectOf(value))) patternsOf(one, found);
  }
  return found;
}

/** All that may be a pattern, though it may be none: what stands in data need not be one that can be read. */
function patternsAnywhere(part: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof part !== 'object' || part === null) return found;
  const { pattern, patternProperties } = part as Json;
  if (typeof pattern === 'string' || Array.isArray(pattern)) found.add(textOf(pattern));
  for (const source of Object.keys(patternProperties ?? {})) found.add(source);
  for (const value of Object.values(part)) patternsAnywhere(value, found);
  return found;
}

/** What `RegExp` makes of it; it throws, too, where there is no text. */
function textOf(pattern: unknown): string {
  try {
    return String(pattern);
  } catch {
    return '';
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
