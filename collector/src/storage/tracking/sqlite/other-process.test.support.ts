import { openTrackingStores } from './open-tracking-stores.ts';

// A process that logs to one run of a database for as long as its parent tells it steps, and ends with it.
const [file = '', runId = ''] = process.argv.slice(2);
const stores = await openTrackingStores({ file });
process.send?.('open');
process.on('message', async (step: number) => {
  await stores.runs.log('default', runId, {
    metrics: [{ key: 'm', value: step, timestampMs: step, step }],
    params: new Map([[`p${step}`, 'theirs']]),
  });
  if (step % 5 === 0) await stores.runs.get('default', runId);
  process.send?.(await stores.experiments.resolve('default', `e${step}`));
});
process.once('disconnect', () => void stores.close().then(() => process.exit(0)));
