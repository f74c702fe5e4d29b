import { expect, test } from 'vitest';
import { permissionsHref } from '../../url/permissions-href.ts';
import { levelChoices, thingHref } from './permission-words.ts';

test('what a client of MLflow has given can be seen, though nobody gives it here', () => {
  expect(levelChoices('USE').map(([level]) => level)).toEqual(['READ', 'EDIT', 'MANAGE', 'NO_PERMISSIONS', 'USE']);
  expect(levelChoices('EDIT')).toBe(levelChoices(null));
});

test('names with signs of an address lead to where they belong', () => {
  const name = 'a/b&c=d ?';
  expect(new URL(permissionsHref('registered_model', name), 'http://x').searchParams.get('of')).toBe(name);
  expect(thingHref('registered_model', name)).toBe('/models/a%2Fb%26c%3Dd%20%3F');
  expect(thingHref('experiment', '*')).toBeUndefined();
});
