import type { FilterCheck, FilterFields, TraceSummary } from '@tracewright/schema';

const common = { hasKey: false, scope: 'both', aliases: [], values: [] } as const;

/** A few fields of the collector's language, as it tells them. */
export const FAKE_FILTER_FIELDS: FilterFields = {
  target: 'trace',
  fields: [
    { ...common, name: 'name', type: 'text', operators: ['=', '!='], about: 'Name of the first root of the trace.' },
    {
      ...common,
      ...{ name: 'status', type: 'choice', values: ['unset', 'ok', 'error', 'running'], operators: ['=', '!='] },
      about: 'How it ended, or that it still runs.',
    },
    { ...common, name: 'duration', type: 'duration', operators: ['<', '>'], about: 'How long it took.' },
    { ...common, name: 'spans', type: 'number', operators: ['<', '>'], about: 'How many spans the trace has.' },
    { ...common, name: 'run', type: 'text', operators: ['='], about: 'Id of the tracking run: no trace has one.' },
  ],
};

const CONDITION = /^\s*(?<field>\S+)\s*(?<operator>[=<>!]+)\s*'?(?<value>[^\s']+)'?\s*$/;

/** The traces that the small part of the language chooses which the stand-in knows: conditions joined by AND. */
export function fakeFilter(filter: string): (trace: TraceSummary) => boolean {
  const conditions = filter.trim() === '' ? [] : filter.split(/ AND /i).map((text) => CONDITION.exec(text)?.groups);
  return (trace) =>
    conditions.every((condition) => {
      if (!condition) return false;
      const { field, operator, value } = condition as { field: string; operator: string; value: string };
      const compared = { name: trace.name, status: trace.status, duration: trace.durationMs, spans: trace.spanCount };
      const actual = compared[field as keyof typeof compared];
      // Of lengths of time it knows seconds and milliseconds.
      const number = Number.parseFloat(value) * (/\ds$/.test(value) ? 1_000 : 1);
      if (operator === '<') return Number(actual) < number;
      if (operator === '>') return Number(actual) > number;
      return (String(actual) === value) === (operator === '=');
    });
}

/** Knows one fault: a field that there is not. */
export function checkFakeFilter(filter: string): FilterCheck {
  const names = FAKE_FILTER_FIELDS.fields.map(({ name }) => name);
  for (const { 0: field, index } of filter.matchAll(/[a-z_]+(?=\s*[=<>!])/g)) {
    if (names.includes(field)) continue;
    return { ok: false, message: `there is no field "${field}"`, start: index, end: index + field.length };
  }
  return { ok: true, filter };
}
