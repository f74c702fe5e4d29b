import { expect, test } from 'vitest';
import { isNodeNewEnough } from './project-node.mjs';

test('Node.js 22.15 is the oldest that will do', () => {
  expect(['18.20.0', '20.20.2', '22.14.9'].filter(isNodeNewEnough)).toEqual([]);
  expect(['22.15.0', '22.22.1', '24.0.0', '26.1.0'].filter(isNodeNewEnough)).toHaveLength(4);
});
