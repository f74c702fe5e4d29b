import { expect, test } from 'vitest';
import { FACET_GROUPS, isFacetChosen, toggleFacet } from './facet-fields.ts';

function group(id: string) {
  const found = FACET_GROUPS.find((each) => each.id === id);
  if (!found) throw new Error(`no group ${id}`);
  return found;
}

test('status and model have parameters of their own', () => {
  expect(toggleFacet(group('model'), 'gpt-4o', { q: 'tokens > 5' })).toEqual({ model: 'gpt-4o' });
  expect(toggleFacet(group('model'), 'gpt-4o', { model: 'gpt-4o' })).toEqual({ model: undefined });
});

test('other values become conditions of the filter, and leave it again', () => {
  const chosen = toggleFacet(group('user'), "o'neil", { q: 'tokens > 5' });

  expect(chosen).toEqual({ q: "tokens > 5 AND user = 'o\\'neil'" });
  expect(isFacetChosen(group('user'), "o'neil", chosen)).toBe(true);
  expect(toggleFacet(group('user'), "o'neil", chosen)).toEqual({ q: 'tokens > 5' });
});

test('a tag is its key and its value, however they are written', () => {
  expect(group('tags').condition('env=live=1')).toBe("tags.env = 'live=1'");
  expect(group('tags').condition('team name=red')).toBe('tags."team name" = \'red\'');
  expect(group('tags').condition('"a=\\"b\\""=c')).toBe('tags."a=\\"b\\"" = \'c\'');
});
