import { type Schema, type ValidationResult, Validator } from '@cfworker/json-schema';
import type { JsonValue } from '@tracewright/schema';
import { recordedValue } from '../../row/recorded-value.ts';
import { type ComparedOptions, codeScorer, outputOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { jsonOf } from './json-value.ts';
import { type PatternTest, SchemaPatterns } from './schema-patterns.ts';
import { withWellFormedNames } from './well-formed-names.ts';

/** As many problems as are told. */
const MAX_TOLD = 5;

export interface JsonSchemaOptions extends Omit<ComparedOptions, 'expected'> {
  /** Takes JSON in a fence of Markdown for JSON. Default false. */
  readonly allowFence?: boolean;
  /**
   * Makes the tests of the schema's patterns, for whoever did not write the schema: JavaScript's own engine, which is the
   * default, may take for ever. What it throws is thrown when the scorer is made.
   */
  readonly compilePattern?: (pattern: string) => PatternTest;
}

/** Whether the output is JSON that its schema allows: a draft 2020-12, or what its `$schema` says. */
export function jsonSchema(schema: Readonly<Record<string, unknown>>, options: JsonSchemaOptions = {}): Scorer {
  const { allowFence = false, compilePattern } = options;
  const validator = new Validator(schema as Schema, draftOf(schema), false);
  const patterns = compilePattern && new SchemaPatterns(schema, compilePattern);
  const validate = (value: unknown): ValidationResult =>
    patterns === undefined ? validator.validate(value) : patterns.within(() => validator.validate(value));
  return codeScorer(
    options.name ?? 'json_schema',
    {
      score(row) {
        let value: unknown;
        try {
          value = jsonOf(recordedValue(outputOf(row, options)), allowFence);
        } catch {
          return { value: false, rationale: 'the output is no JSON' };
        }
        const { valid, errors } = validate(withWellFormedNames(value));
        if (valid) return { value: true };
        // The first ones say that something inside is wrong, the last ones what.
        const told = errors.slice(-MAX_TOLD).map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
        return { value: false, rationale: told.join(' ') };
      },
    },
    { schema: schema as JsonValue, allowFence },
  );
}

function draftOf({ $schema }: Readonly<Record<string, unknown>>): '4' | '7' | '2019-09' | '2020-12' {
  const said = typeof $schema === 'string' ? $schema : '';
  if (said.includes('draft-04')) return '4';
  if (said.includes('draft-07') || said.includes('draft-06')) return '7';
  return said.includes('2019-09') ? '2019-09' : '2020-12';
}
