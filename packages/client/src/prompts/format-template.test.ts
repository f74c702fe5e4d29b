import { expect, expectTypeOf, test } from 'vitest';
import { formatTemplate, singleBracedTemplate } from './format-template.ts';
import { type FormatArguments, templateVariables, type VariablesOf } from './template-variables.ts';

test('the compiler knows the variables of a template that it can read', () => {
  expectTypeOf<VariablesOf<'Say {{what}} to {{ whom }}. {{what}}!'>>().toEqualTypeOf<'what' | 'whom'>();
  expectTypeOf<VariablesOf<'{{{json}}} {{user.name}} {{\n _x1\t}}'>>().toEqualTypeOf<'json' | 'user.name' | '_x1'>();
  expectTypeOf<VariablesOf<'{{ {{inner}} }} {{a b}} {{1st}} {{}} {{a.}} {{open'>>().toEqualTypeOf<'inner'>();
  expectTypeOf<VariablesOf<'none'>>().toEqualTypeOf<never>();
  expectTypeOf<VariablesOf<string>>().toEqualTypeOf<string>();
  type Messages = readonly [{ role: 'system'; content: 'Be {{how}}.' }, { role: 'user'; content: '{{question}}' }];
  expectTypeOf<VariablesOf<Messages>>().toEqualTypeOf<'how' | 'question'>();
  expectTypeOf<FormatArguments<never>>().toEqualTypeOf<readonly [values?: Readonly<Record<string, never>>]>();
});

test('what the compiler finds is what is found when it runs', () => {
  expect(templateVariables('{{{json}}} {{user.name}} {{\n _x1\t}}')).toEqual(['json', 'user.name', '_x1']);
  expect(templateVariables('{{ {{inner}} }} {{a b}} {{1st}} {{}} {{a.}} {{open')).toEqual(['inner']);
  expect(templateVariables([{ role: 'user', content: '{{b}} {{a}} {{b}}' }])).toEqual(['b', 'a']);
});

test('values take the place of their variables, and are not looked into again', () => {
  expect(formatTemplate('p', 'Say {{ what }} {{times}} times.', { what: '{{times}} $&', times: 3 })).toBe(
    'Say {{times}} $& 3 times.',
  );
  const messages = [
    { role: 'system', content: 'Be {{how}}.' },
    { role: 'user', content: 'Why?' },
  ] as const;
  const filled = formatTemplate('p', messages, { how: 'brief' });
  expect(filled).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Why?' },
  ]);
  expectTypeOf(filled[0].role).toEqualTypeOf<'system'>();
});

test('values that are missing or of no variable are named', () => {
  expect(() => formatTemplate('p', '{{a}} {{b}}', { a: 1, c: 2 })).toThrow(
    'prompt p has no value for b and has no variable c: it has a, b',
  );
  expect(() => formatTemplate('p', 'text', { a: 1 })).toThrow('prompt p has no variable a: it has none');
  expect(() => formatTemplate('p', '{% if a %}x{% endif %}', {})).toThrow('only Python can fill in');
});

test('a template in single braces says the same to whoever fills it in by f-strings', () => {
  expect(singleBracedTemplate('Say {{ what }} as {"json": {"a": 1}}, {{user.name}}')).toBe(
    'Say {what} as {{"json": {{"a": 1}}}}, {user.name}',
  );
  expect(singleBracedTemplate([{ role: 'system', content: 'Be {{how}}.' }])).toEqual([
    { role: 'system', content: 'Be {how}.' },
  ]);
});
