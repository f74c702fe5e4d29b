import type { OnlineCodeScorer } from '@tracewright/schema';
import { codeScorer, type ScoredRow, type Scorer, scorers } from '@tracewright/scoring';
import { RE2JS } from 're2js';

/** A scorer by code of its rule. @throws SyntaxError or TypeError for a pattern or a schema that cannot be read */
export function codeRuleScorer(name: string, rule: OnlineCodeScorer): Scorer {
  switch (rule.kind) {
    case 'contains':
      return containsScorer(name, rule);
    case 'regex':
      return regexScorer(name, rule);
    case 'jsonSchema':
      return scorers.jsonSchema(rule.schema, { name, allowFence: rule.allowFence, compilePattern: linearPattern });
    case 'length':
      return lengthScorer(name, rule);
    case 'latency':
      return scorers.latency({ name, maxMs: rule.maxMs });
    case 'cost':
      return scorers.cost({ name, maxUsd: rule.maxUsd });
    case 'tokens':
      return scorers.tokens({ name, max: rule.max });
    case 'tools':
      return toolScorer(name, rule);
  }
}

type Rule<Kind extends OnlineCodeScorer['kind']> = Extract<OnlineCodeScorer, { readonly kind: Kind }>;

function containsScorer(name: string, { texts, mode, ignoreCase }: Rule<'contains'>): Scorer {
  const comparable = (text: string): string =>
    ignoreCase ? text.normalize('NFC').toLowerCase() : text.normalize('NFC');
  return codeScorer(name, {
    score(row) {
      const output = comparable(outputText(row));
      const found = texts.filter((text) => output.includes(comparable(text)));
      if (mode === 'none') return { value: found.length === 0, ...because('found', found) };
      const value = mode === 'all' ? found.length === texts.length : found.length > 0;
      return { value, ...because('missing', value ? [] : texts.filter((text) => !found.includes(text))) };
    },
  });
}

/** A pattern as JavaScript writes them. @throws SyntaxError for one with look-around or back-references */
function linearPattern(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return (text) => compiled.matcher(text).find();
}

/** By an engine that takes time by the length of the text, whatever the pattern. */
function regexScorer(name: string, { pattern, isFound }: Rule<'regex'>): Scorer {
  const compiled = RE2JS.compile(pattern);
  return codeScorer(name, { score: (row) => ({ value: compiled.matcher(outputText(row)).find() === isFound }) });
}

function lengthScorer(name: string, { min, max }: Rule<'length'>): Scorer {
  return codeScorer(name, {
    passes: (value) => Number(value) >= (min ?? 0) && Number(value) <= (max ?? Number.POSITIVE_INFINITY),
    score: (row) => ({ value: [...outputText(row)].length }),
  });
}

function toolScorer(name: string, { required, forbidden, maxCalls }: Rule<'tools'>): Scorer {
  return codeScorer(name, {
    score({ trace }) {
      const called = new Set(trace.toolCalls.map((call) => call.name));
      const problems = [
        ...required.filter((tool) => !called.has(tool)).map((tool) => `${tool} was not called`),
        ...forbidden.filter((tool) => called.has(tool)).map((tool) => `${tool} was called`),
        ...(maxCalls !== null && trace.toolCalls.length > maxCalls ? [`${trace.toolCalls.length} calls`] : []),
      ];
      return { value: problems.length === 0, ...(problems.length > 0 && { rationale: problems.join(', ') }) };
    },
  });
}

/** The answer as it is read; of anything but a text its JSON. */
function outputText({ outputs }: ScoredRow): string {
  return typeof outputs === 'string' ? outputs : (JSON.stringify(outputs ?? null) ?? '');
}

function because(what: string, texts: readonly string[]): { readonly rationale?: string } {
  return texts.length === 0 ? {} : { rationale: `${what}: ${texts.join(', ')}` };
}
