import { expect, test, vi } from 'vitest';
import { findCalibrations } from './calibrations-api.ts';

test('a judge whose record is gone leaves what is known of the others', async () => {
  const answers = async (address: string | URL, init?: RequestInit) => {
    const path = String(address);
    if (path.includes('experiments/search')) {
      return Response.json({ experiments: [{ experiment_id: '0', name: 'Default' }] });
    }
    if (path.includes('runs/search')) {
      const id = String(init?.body).includes('known') ? 'whole' : 'broken';
      return Response.json({ runs: [{ info: { run_id: id, experiment_id: '0' }, data: {} }] });
    }
    return path.includes('run_id=whole')
      ? Response.json({ judge: 'tone', scores: [] })
      : new Response('', { status: 404 });
  };
  vi.stubGlobal('fetch', answers);
  try {
    const found = await findCalibrations(['known', 'gone'], new AbortController().signal);
    expect([...found.keys()]).toEqual(['known']);
  } finally {
    vi.unstubAllGlobals();
  }
});
