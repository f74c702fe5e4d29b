import { expect, test } from 'vitest';
import { traceInMemory } from '../testing/traced-app.test.support.ts';
import { trace } from './trace.ts';
import { withMetadata, withPrompt, withRun, withSession, withTags, withUser, withVariant } from './with-values.ts';

test('values land on every span inside, whoever makes it, and on none outside', async () => {
  const { ended, tracer } = traceInMemory();
  trace('before', () => {});
  const result = await withSession('s1', () =>
    withUser('u1', () =>
      withRun('r1', () =>
        withPrompt({ name: 'greeting', version: 3, hash: 'abc' }, async () => {
          await null;
          tracer.startSpan('of the app').end();
          return trace('of ours', () => 'kept');
        }),
      ),
    ),
  );
  trace('after', () => {});

  expect(result).toBe('kept');
  const expected = {
    'session.id': 's1',
    'user.id': 'u1',
    'tracewright.run_id': 'r1',
    'gen_ai.prompt.name': 'greeting',
    'gen_ai.prompt.version': '3',
    'tracewright.prompt.hash': 'abc',
  };
  const [before, ofApp, ofOurs, after] = ended();
  expect(ofApp?.attributes).toEqual(expected);
  expect(ofOurs?.attributes).toMatchObject(expected);
  for (const outside of [before, after]) expect(outside?.attributes).not.toHaveProperty(['session.id']);
});

test('inner tags are added, inner metadata takes the place of outer', () => {
  const { ended } = traceInMemory();
  withTags(['a', 'b'], () =>
    withMetadata({ tier: 'free', deep: { n: 1 } }, () =>
      withTags(['b', 'c'], () => withMetadata({ tier: 'paid' }, () => trace('work', (step) => step.setTags(['d'])))),
    ),
  );
  expect(ended()[0]?.attributes).toMatchObject({
    'tracewright.tags': ['a', 'b', 'c', 'd'],
    'tracewright.metadata.tier': 'paid',
    'tracewright.metadata.deep': '{"n":1}',
  });
});

test('the body of a generator that is read later has them too', () => {
  const { ended } = traceInMemory();
  const reading = withSession('s1', function* () {
    yield trace('inside', () => 1);
  });
  expect([...reading]).toEqual([1]);
  expect(ended()[0]?.attributes['session.id']).toBe('s1');
});

test('without content tags and metadata are left out, ids stay', () => {
  const { ended } = traceInMemory({ captureContent: false });
  withTags(['canary'], () =>
    withMetadata({ canary: 'canary' }, () => withSession('s1', () => trace('work', () => 'canary'))),
  );
  expect(JSON.stringify(ended())).not.toContain('canary');
  expect(ended()[0]?.attributes['session.id']).toBe('s1');
});

test.each([undefined, null, '', 7n, {}])('an id that is none (%s) changes nothing, and the work is done', (id) => {
  const { ended } = traceInMemory();
  expect(withSession(id as string, () => trace('work', () => 1))).toBe(1);
  expect(ended()[0]?.attributes).not.toHaveProperty(['session.id']);
});

test('errors pass through, and without autolog() the work is just done', () => {
  const error = new Error('x');
  const fail = () =>
    withTags(['a'], () => {
      throw error;
    });
  expect(fail).toThrow(error);
  traceInMemory();
  expect(fail).toThrow(error);
});

test('variants of several tests stand together, of one test the inner one, and what has no name changes nothing', () => {
  const { ended } = traceInMemory();
  withVariant('checkout', 'A', () =>
    withVariant('tone', 'formal', () => {
      withVariant('checkout', 'B', () => trace('inner', () => {}));
      withVariant('', 'x', () => withVariant('checkout', 4 as unknown as string, () => trace('unnamed', () => {})));
    }),
  );
  const [inner, unnamed] = ended().map(({ attributes }) => attributes['tracewright.variants']);
  expect(JSON.parse(String(inner))).toEqual({ checkout: 'B', tone: 'formal' });
  expect(JSON.parse(String(unnamed))).toEqual({ checkout: 'A', tone: 'formal' });
});
