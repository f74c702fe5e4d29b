/** A source of numbers in [0, 1) that gives the same ones for the same seed. */
export type Random = () => number;

/** The mulberry32 generator. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = ['', 'a', 'gpt-4o', 'äöü', '中文', '🙂', 'x'.repeat(50), 'long '.repeat(60), '__proto__', '"\\\n\u0000'];
const KEYS = [
  'gen_ai.request.model',
  'k',
  '',
  '__proto__',
  'schlüssel',
  'session.id',
  'a.very.long.key.that.is.not.cached.at.all',
];
const INTEGERS = [
  '0',
  '1',
  '-1',
  '127',
  '128',
  '16384',
  '-9223372036854775808',
  '9223372036854775807',
  '9007199254740993',
];
const DOUBLES = [0, 1.5, -2.25e300, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, 1e21];

/** A trace request with every kind of field, in OTLP's JSON; one of three comes from a sender of a later OTLP. */
export function randomJsonRequest(random: Random): object {
  const request = { resourceSpans: several(random, 3, () => resourceSpans(random)) };
  return random() < 1 / 3 ? (withNewerFields(request, random) as object) : request;
}

/** Adds fields that OTLP does not have to messages at any depth. */
function withNewerFields(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((item) => withNewerFields(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, withNewerFields(field, random)]);
  return {
    ...(random() < 0.1 && { newerText: pick(random, TEXTS) }),
    ...Object.fromEntries(fields),
    ...(random() < 0.1 && { newerNumber: '18446744073709551615' }),
    ...(random() < 0.1 && { newerTime: time(random) }),
    ...(random() < 0.1 && { newerFlags: integer(random) }),
  };
}

function resourceSpans(random: Random): object {
  return {
    ...maybe(random, 'resource', () => ({
      attributes: attributes(random, 3),
      droppedAttributesCount: integer(random),
    })),
    scopeSpans: several(random, 3, () => ({
      ...maybe(random, 'scope', () => ({
        name: pick(random, TEXTS),
        version: '1.2',
        attributes: attributes(random, 3),
        ...maybe(random, 'droppedAttributesCount', () => integer(random)),
      })),
      spans: several(random, 4, () => span(random)),
      schemaUrl: pick(random, TEXTS),
    })),
    schemaUrl: pick(random, TEXTS),
  };
}

function span(random: Random): object {
  return {
    traceId: hex(random, 16),
    spanId: hex(random, 8),
    ...maybe(random, 'parentSpanId', () => hex(random, 8)),
    ...maybe(random, 'traceState', () => pick(random, TEXTS)),
    ...maybe(random, 'flags', () => Math.floor(random() * 2 ** 32)),
    name: pick(random, TEXTS),
    kind: Math.floor(random() * 8) - 1,
    startTimeUnixNano: time(random),
    endTimeUnixNano: time(random),
    attributes: attributes(random, 3),
    ...maybe(random, 'droppedAttributesCount', () => integer(random)),
    events: several(random, 3, () => ({
      timeUnixNano: time(random),
      name: 'e',
      attributes: attributes(random, 2),
      ...maybe(random, 'droppedAttributesCount', () => integer(random)),
    })),
    ...maybe(random, 'droppedEventsCount', () => integer(random)),
    links: several(random, 2, () => ({
      traceId: hex(random, 16),
      spanId: hex(random, 8),
      ...maybe(random, 'traceState', () => pick(random, TEXTS)),
      attributes: attributes(random, 2),
      ...maybe(random, 'droppedAttributesCount', () => integer(random)),
      ...maybe(random, 'flags', () => Math.floor(random() * 2 ** 32)),
    })),
    ...maybe(random, 'droppedLinksCount', () => integer(random)),
    ...maybe(random, 'status', () => ({ code: Math.floor(random() * 3), message: pick(random, TEXTS) })),
  };
}

function attributes(random: Random, depth: number): object[] {
  return several(random, 5, () => ({
    key: pick(random, KEYS),
    ...maybe(random, 'value', () => value(random, depth)),
  }));
}

function value(random: Random, depth: number): object {
  switch (Math.floor(random() * (depth > 0 ? 8 : 6))) {
    case 0:
      return { boolValue: random() < 0.5 };
    case 1:
      return { intValue: pick(random, INTEGERS) };
    case 2:
      return { doubleValue: jsonDouble(pick(random, DOUBLES)) };
    case 3:
      return { bytesValue: Buffer.from(hex(random, Math.floor(random() * 9)), 'hex').toString('base64') };
    case 4:
      return {};
    case 6:
      return { arrayValue: { values: several(random, 3, () => value(random, depth - 1)) } };
    case 7:
      return { kvlistValue: { values: attributes(random, depth - 1) } };
    default:
      return { stringValue: pick(random, TEXTS) };
  }
}

function jsonDouble(double: number): number | string {
  return Number.isFinite(double) ? double : String(double);
}

function hex(random: Random, bytes: number): string {
  return Array.from({ length: bytes }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}

function time(random: Random): string {
  return (1_790_000_000_000_000_000n + BigInt(Math.floor(random() * 1e15))).toString();
}

function integer(random: Random): number {
  return Math.floor(random() * 300);
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

function several<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, make);
}

function maybe(random: Random, name: string, make: () => unknown): object {
  return random() < 0.7 ? { [name]: make() } : {};
}
