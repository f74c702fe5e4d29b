import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client/node';
import {
  calibrate,
  compare,
  type EvaluationResult,
  evaluate,
  expectNoRegression,
  openaiModel,
  RegressionError,
  type Scorer,
  scorers,
} from '@tracewright/evaluate';
import { connectModels } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { CASES } from './cases.ts';
import { RagApp } from './rag-app.ts';

/** What each version of the prompt tells the model to do. The last one is worse on purpose. */
const INSTRUCTIONS = {
  v1: 'Answer in one sentence.',
  v2: 'Answer the question.',
  broken: 'List keywords.',
} as const;

const models = await connectModels();
const client = new TracewrightClient();
const experiment = 'evaluate-rag';
const { id: experimentId } = await client.setExperiment(experiment);
const tracing = autolog({ endpoint: client.connection.url, experiment, prices: models.prices });
const app = new RagApp(models);
// Where the stand-in judges, this proves that judging works, never that an answer is good.
const model = openaiModel(new OpenAI(models.client), { model: models.chatModel });

const dataset = await client.datasets.register({
  name: 'help questions',
  experimentIds: [experimentId],
  records: CASES,
});

const codeScorers = [
  scorers.contains({ expected: 'keyword', ignoreCase: true }),
  scorers.rouge({ threshold: 0.5 }),
  scorers.retrieval({ k: 2 }),
  scorers.cost({ maxUsd: 0.001 }),
];
const judge = scorers.rag({ model });

function evaluateVersion(
  version: keyof typeof INSTRUCTIONS,
  judges: readonly Scorer[],
  baseline?: string,
): Promise<EvaluationResult> {
  return evaluate({
    client,
    name: `rag ${version}`,
    experiment,
    params: { instruction: INSTRUCTIONS[version] },
    data: { dataset: dataset.name, version: dataset.version },
    task: (inputs: unknown) => app.answer((inputs as { readonly question: string }).question, INSTRUCTIONS[version]),
    scorers: [...codeScorers, ...judges],
    ...(baseline === undefined ? {} : { baseline }),
  });
}

function show({ name, metrics }: EvaluationResult): void {
  const { rows, row_errors: failed, 'contains/pass_rate': right = 0, 'recall_at_2/mean': found = 0 } = metrics;
  console.log(`${name}: ${rows} rows, ${failed} failed, ${right.toFixed(2)} right, ${found.toFixed(2)} found`);
}

/** The gate, as a test or a build would have it. */
async function gate(result: EvaluationResult, baseline: EvaluationResult): Promise<void> {
  try {
    await expectNoRegression(result, baseline, { metric: 'contains', margin: 0.02, client });
    console.log(`gate: ${result.name} passes`);
  } catch (error) {
    if (!(error instanceof RegressionError)) throw error;
    console.log(`gate: ${result.name} fails`);
  }
}

const first = await evaluateVersion('v1', [judge]);
const second = await evaluateVersion('v2', [judge], first.runId);
const broken = await evaluateVersion('broken', [], first.runId);
for (const result of [first, second, broken]) show(result);

const { changes } = await compare(first, second, { client });
for (const { name, verdict } of changes.filter(({ name }) => name === 'contains' || name === 'rougeL')) {
  console.log(`${name}: ${verdict}`);
}
await gate(second, first);
await gate(broken, first);

// What people say of some answers; the judge is measured by it.
const labelled = first.rows.slice(0, 10).map(({ inputs, outputs, expectations, scores }) => ({
  ...{ inputs, outputs, context: expectations.expected_response },
  label: { groundedness: scores.rougeL?.passed === true },
}));
const calibration = await calibrate(judge, labelled, { client, experiment });
for (const { name, rows, agreement } of calibration.scores) {
  console.log(
    `judge: ${name} agrees with people on ${Math.round((agreement.estimate ?? 0) * rows)} of ${rows} answers`,
  );
}

await tracing.shutdown();
await models.close();
