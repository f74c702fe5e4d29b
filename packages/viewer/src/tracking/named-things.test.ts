import { expect, test, vi } from 'vitest';
import { namedThings } from './named-things.ts';

test('an experiment is found by its name however many others have changed since', async () => {
  const many = Array.from({ length: 300 }, (_, at) => ({ experiment_id: String(at), name: `try ${at}` }));
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    if (!url.includes('/experiments/search')) return Response.json({});
    const { filter, max_results: most } = JSON.parse(String(body));
    const [, text = ''] = /^name ILIKE '%(.*)%'$/.exec(filter) ?? [];
    return Response.json({ experiments: many.filter(({ name }) => name.includes(text)).slice(0, most) });
  });
  expect(await namedThings('try 299')).toEqual([{ name: 'try 299', kind: 'experiment', href: '/experiments/299' }]);
  vi.unstubAllGlobals();
});
