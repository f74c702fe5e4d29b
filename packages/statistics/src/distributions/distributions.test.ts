import { expect, test } from 'vitest';
import { EXPECTED, relativeError } from '../expected.test.support.ts';
import { binomialCdf } from './binomial.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

const { distributions } = EXPECTED;

test('the normal distribution is that of scipy, far out in its tails as well', () => {
  for (const [z, p] of distributions.normalCdf) expect(relativeError(normalCdf(z), p), `${z}`).toBeLessThan(1e-12);
  for (const [p, z] of distributions.normalQuantile) {
    expect(Math.abs(normalQuantile(p) - z), `${p}`).toBeLessThan(1e-11);
  }
});

test("Student's t is that of scipy, from a half to a million degrees of freedom", () => {
  for (const [t, degrees, p] of distributions.studentTCdf) {
    expect(relativeError(studentTCdf(t, degrees), p), `${t} of ${degrees}`).toBeLessThan(1e-9);
  }
  for (const [p, degrees, t] of distributions.studentTQuantile) {
    expect(Math.abs(studentTQuantile(p, degrees) - t), `${p} of ${degrees}`).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(t)),
    );
  }
});

test('the binomial distribution is that of scipy', () => {
  for (const [successes, trials, share, p] of distributions.binomialCdf) {
    expect(relativeError(binomialCdf(successes, trials, share), p), `${successes} of ${trials}`).toBeLessThan(1e-12);
  }
});

test('the gamma function goes through the factorials, and through the root of pi', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    expect(relativeError(Math.exp(logGamma(n)), factorial), `${n}`).toBeLessThan(1e-13);
    factorial *= n;
  }
  expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 13);
  expect(Math.exp(logGamma(0.25))).toBeCloseTo(3.625609908221908, 13);
});
