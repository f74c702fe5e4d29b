import { expect, test } from 'vitest';
import { brushParameter, parseBrush } from './brush.ts';

test('what is chosen is read again from the URL; what is no stretch is passed over', () => {
  const brush = new Map([
    ['metrics.val/loss', [[0.1, 0.25] as const, [1, 2] as const]],
    ['params.model', [[-0.5, 0.5] as const]],
  ]);

  expect(brushParameter(brush)).toBe('metrics.val/loss*0.1*0.25,metrics.val/loss*1*2,params.model*-0.5*0.5');
  expect(parseBrush(brushParameter(brush))).toEqual(brush);
  expect(parseBrush('metrics.a*x*1,*1*2,metrics.b')).toEqual(new Map());
  expect(brushParameter(new Map())).toBeUndefined();
});
