import { expect, test } from 'vitest';
import { appResource } from './resource.ts';

test('an app that has not said its name is called by the name of its program, not by where that lies', () => {
  expect(appResource('shop', undefined, '/home/ada/.node/bin/node').attributes).toMatchObject({
    'service.name': 'unknown_service:node',
    'tracewright.experiment': 'shop',
  });
  expect(appResource('shop', 'till').attributes['service.name']).toBe('till');
});
