import { invalid, ModelError } from './model-error.ts';

/** An object from a request, its fields not looked at yet. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each reader takes null for a missing field, as OpenAI does. @throws ModelError 400 naming the field. */
export function objectAt(value: unknown, param: string): Json {
  if (!isObject(value)) throw invalid(param, 'expected an object');
  return value;
}

export function arrayAt(value: unknown, param: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(param, 'expected an array');
  return value;
}

export function requiredText(body: Json, field: string, param: string = field): string {
  if (body[field] === undefined || body[field] === null) {
    throw new ModelError(400, `Missing required parameter: '${param}'.`, { param, code: 'missing_required_parameter' });
  }
  return textAt(body[field], param);
}

export function textAt(value: unknown, param: string): string {
  if (typeof value !== 'string') throw invalid(param, 'expected a string');
  return value;
}

export function optionalFlag(body: Json, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value !== 'boolean') throw invalid(field, 'expected a boolean');
  return value;
}

export function optionalNumber(
  body: Json,
  field: string,
  range: { readonly min: number; readonly max: number; readonly integer?: boolean },
): number | undefined {
  const value = body[field] ?? undefined;
  if (value === undefined) return undefined;
  const isKind = typeof value === 'number' && (range.integer ? Number.isInteger(value) : Number.isFinite(value));
  if (!isKind) throw invalid(field, `expected ${range.integer ? 'an integer' : 'a number'}`);
  if (value < range.min || value > range.max) {
    throw invalid(field, `expected a value between ${range.min} and ${range.max}`);
  }
  return value;
}
