import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Quantiles } from './quantiles.ts';

test('quantiles are exact for few values and within 1 % for many', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 2 ** 31 }), fc.double({ min: 1, max: 1e12, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95, 0.99, 1),
      (values, of) => {
        const quantiles = new Quantiles();
        for (const each of values) quantiles.add(each);
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(of * values.length) - 1]!;
        const error = Math.abs(quantiles.at(of) - exact);
        expect(error).toBeLessThanOrEqual(values.length <= 64 ? 0 : exact * 0.01 + 1e-30);
      },
    ),
    { numRuns: 200 },
  );
});
