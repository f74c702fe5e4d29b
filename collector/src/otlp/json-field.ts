import { malformedBody } from './malformed-body.ts';

/** A JSON object. Fields are read by their lowerCamelCase names; null stands for absent, as in proto3's JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const INT64_MIN = -(1n << 63n);
const UINT64_END = 1n << 64n;
const DECIMAL = /^-?\d{1,20}$/;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** @throws ApiError `MALFORMED_REQUEST`, as all functions here do, naming the field. */
export function objectOf(value: unknown, name: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw malformedBody(`${name} is not an object`);
}

/** The elements of an array of objects; none where the field is absent. */
export function objectsOf(value: unknown, name: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformedBody(`${name} is not an array`);
  for (const item of value) objectOf(item, `an element of ${name}`);
  return value as JsonObject[];
}

export function textOf(value: unknown, name: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw malformedBody(`${name} is not a text`);
  return value;
}

/** Ids come as hex digits of either case, not as base64 like other bytes. */
export function hexOf(value: unknown, name: string): Uint8Array {
  const text = textOf(value, name);
  if (!HEX.test(text)) throw malformedBody(`${name} is not hexadecimal`);
  return Buffer.from(text, 'hex');
}

export function base64Of(value: unknown, name: string): Uint8Array {
  const text = textOf(value, name);
  if (!BASE64.test(text)) throw malformedBody(`${name} is not base64`);
  return Buffer.from(text, 'base64');
}

/** An unsigned integer of 32 bits, as a number or a decimal text. 0 where absent. */
export function uint32Of(value: unknown, name: string): number {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : (value ?? 0);
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  throw malformedBody(`${name} is not an integer of 32 bits`);
}

/** An enum is an integer only; its name is not allowed in OTLP's JSON. 0 where absent. */
export function enumOf(value: unknown, name: string): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  throw malformedBody(`${name} is not an integer`);
}

/** Nanoseconds since the Unix epoch, 0 where absent. */
export function uint64Of(value: unknown, name: string): bigint {
  const number = value === undefined || value === null ? 0n : integerOf(value);
  if (number !== undefined && number >= 0n && number < UINT64_END) return number;
  throw malformedBody(`${name} is not an unsigned integer of 64 bits`);
}

export function int64Of(value: unknown, name: string): bigint {
  const number = integerOf(value);
  if (number !== undefined && number >= INT64_MIN && number < -INT64_MIN) return number;
  throw malformedBody(`${name} is not an integer of 64 bits`);
}

export function doubleOf(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw malformedBody(`${name} is not a number`);
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'string') return DECIMAL.test(value) ? BigInt(value) : undefined;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
