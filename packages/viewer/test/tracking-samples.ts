import { GEN_AI, ROUTING_HEADER, TRACEWRIGHT } from '@tracewright/schema';
import { hexId, seededRandom } from './random.ts';
import { TrackingSender } from './tracking-sender.ts';

/** What {@link sendTrackingSamples} has made, by what it is for. */
export interface TrackingSamples {
  readonly experimentId: string;
  /** Finished, with curves, files, traces and a dataset. */
  readonly bestRunId: string;
  /** The same with another prompt, and worse. */
  readonly otherRunId: string;
  readonly parentRunId: string;
  readonly runningRunId: string;
  readonly emptyExperimentId: string;
}

export const MODEL = 'support bot 100%';
export const PROMPT = 'support-answer';
export const HOSTILE = '<img src=x onerror="document.title=1">';

const TEMPLATES = [
  'You are a support agent.\nAnswer {{ question }} in {{ language }}.',
  'You are a friendly support agent of {{ shop }}.\nAnswer {{ question }} in {{ language }}, in three sentences at most.',
  'You are a friendly support agent of {{ shop }}.\nAnswer {{ question }} in {{ language }}, in two sentences at most.\nIf you do not know, say so.',
];
const REPORT = `<!doctype html><style>h1{color:rgb(11,107,203)}</style><h1>Report</h1><p>All well.</p>
<script>parent.document.title = 'broken out'</script><img src="https://example.com/pixel.png">`;

/** An experiment as people have them, through the collector's own interface. */
export async function sendTrackingSamples(url: string): Promise<TrackingSamples> {
  const send = new TrackingSender(url);
  const random = seededRandom(9);
  const experimentId = await send.experiment('support-bot tuning');
  const emptyExperimentId = await send.experiment(HOSTILE);
  await send.tag(experimentId, 'mlflow.note.content', 'Which prompt and model answer best for what they cost.');

  const parentRunId = await send.run(experimentId, 'grid over temperature', { params: { kind: 'grid' } });
  for (const temperature of [0, 0.3, 0.7, 1]) {
    await send.run(experimentId, `temperature ${temperature}`, {
      params: { model: 'gpt-4o-mini', temperature: String(temperature), 'prompt version': '2' },
      metrics: { accuracy: 0.8 - temperature / 10, cost_usd: 0.012, latency_ms: 900 + temperature * 50 },
      tags: { 'mlflow.parentRunId': parentRunId },
    });
  }
  const detailed = (name: string, version: string, accuracy: number) =>
    send.run(experimentId, name, {
      params: { model: 'gpt-4o', temperature: '0.2', 'prompt version': version, system: TEMPLATES.join('\n\n') },
      metrics: { accuracy, cost_usd: 0.04 + accuracy / 100, latency_ms: 1_240.5 },
      curve: { loss: Array.from({ length: 60 }, (_, step) => 2 / (1 + step / 8) / accuracy + random() / 5) },
      tags: { team: '<b>shop</b>', 'mlflow.source.name': 'tune.ts', 'mlflow.source.git.commit': 'f00dfeed12345678' },
    });
  const otherRunId = await detailed('longer prompt', '1', 0.81);
  const bestRunId = await detailed('shorter prompt', '2', 0.9125);
  await send.call('POST', 'runs/log-inputs', {
    run_id: bestRunId,
    datasets: [
      {
        tags: [{ key: 'mlflow.data.context', value: 'eval' }],
        dataset: { name: 'questions', digest: 'd1g35t', source_type: 'local', source: '{"uri":"questions.csv"}' },
      },
    ],
  });
  const runningRunId = await send.run(experimentId, 'still running', { params: { model: 'o3' }, status: 'RUNNING' });
  await send.run(experimentId, HOSTILE, {
    params: { model: HOSTILE },
    status: 'FAILED',
    metrics: { loss: Number.NaN },
  });

  await sendFiles(send, bestRunId, ['right', 'right', 'right']);
  await sendFiles(send, otherRunId, ['right', 'wrong', 'right']);
  await sendPrompts(send);
  await sendModels(send, bestRunId, otherRunId);
  await sendTraces(url, bestRunId, random);
  return { experimentId, bestRunId, otherRunId, parentRunId, runningRunId, emptyExperimentId };
}

/**
 * An experiment of 120 runs, `try 0` to `try 119`: more than a page of them.
 *
 * @returns its id.
 */
export async function sendManyRuns(url: string): Promise<string> {
  const send = new TrackingSender(url);
  const experimentId = await send.experiment('many tries');
  const tries = Array.from({ length: 120 }, (_, at) => ({ name: `try ${at}`, metrics: { accuracy: at / 120 } }));
  await Promise.all(tries.map(({ name, metrics }) => send.run(experimentId, name, { metrics })));
  return experimentId;
}

async function sendFiles(send: TrackingSender, runId: string, verdicts: readonly string[]): Promise<void> {
  const table = {
    columns: ['question', 'answer', 'verdict', 'score'],
    data: verdicts.map((verdict, at) => [`question ${at}`, `answer ${at}`, verdict, verdict === 'right' ? 1 : 0]),
  };
  const circle =
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><circle cx="60" cy="40" r="30"/></svg>';
  await send.file(runId, 'eval_results.json', JSON.stringify(table));
  await send.file(runId, 'data/questions.csv', 'question,"expected, if any"\n"Where is ""it""?",there\nWhen?,now\n');
  await send.file(runId, 'report.html', REPORT);
  await send.file(runId, 'plots/roc.svg', circle);
  await send.file(runId, 'plots/broken.png', 'no picture');
  await send.file(runId, 'config.json', JSON.stringify({ model: 'gpt-4o', tools: [{ name: 'search' }], k: 4 }));
  await send.file(runId, 'notes.md', '# Notes\n\nThe *second* prompt is better.\n');
  await send.file(runId, 'weights.bin', '\0\u0001');
  await send.file(runId, 'model/MLmodel', `run_id: ${runId}\nflavors:\n  tracewright: {}\n`);
}

async function sendPrompts(send: TrackingSender): Promise<void> {
  const isPrompt = { key: 'mlflow.prompt.is_prompt', value: 'true' };
  await send.call('POST', 'registered-models/create', { name: PROMPT, description: 'Answers.', tags: [isPrompt] });
  for (const text of TEMPLATES) {
    const tags = [isPrompt, { key: 'mlflow.prompt.text', value: text }, { key: '_mlflow_prompt_type', value: 'text' }];
    const version = { name: PROMPT, source: 'dummy-source', description: `${text.length} characters`, tags };
    await send.call('POST', 'model-versions/create', version);
  }
  await send.call('POST', 'registered-models/alias', { name: PROMPT, alias: 'production', version: '2' });
  const chat = JSON.stringify([
    { role: 'system', content: 'Judge strictly.' },
    { role: 'user', content: 'Is {{answer}} right?' },
  ]);
  await send.call('POST', 'registered-models/create', { name: 'judge', tags: [isPrompt] });
  const tags = [isPrompt, { key: 'mlflow.prompt.text', value: chat }, { key: '_mlflow_prompt_type', value: 'chat' }];
  await send.call('POST', 'model-versions/create', { name: 'judge', source: 'dummy-source', tags });
}

async function sendModels(send: TrackingSender, bestRunId: string, otherRunId: string): Promise<void> {
  await send.call('POST', 'registered-models/create', { name: MODEL, description: 'Answers customers.' });
  for (const [runId, description] of [
    [otherRunId, 'the longer prompt'],
    [bestRunId, 'the shorter prompt'],
  ] as const) {
    await send.call('POST', 'model-versions/create', {
      ...{ name: MODEL, source: `runs:/${runId}/model`, run_id: runId, description },
    });
  }
  await send.call('POST', 'model-versions/transition-stage', { name: MODEL, version: '1', stage: 'Production' });
  await send.call('POST', 'registered-models/alias', { name: MODEL, alias: 'champion', version: '1' });
}

async function sendTraces(url: string, runId: string, random: () => number): Promise<void> {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const count = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
  const spans = Array.from({ length: 6 }, (_, at) => {
    const startMs = Date.now() - 60_000 + at * 1_000;
    return {
      ...{ traceId: hexId(random, 32), spanId: hexId(random, 16), name: 'answer question', kind: 3, status: {} },
      ...{ startTimeUnixNano: `${startMs}000000`, endTimeUnixNano: `${startMs + 300 + at * 40}000000` },
      attributes: [
        ...[
          text(TRACEWRIGHT.spanKind, 'llm'),
          text(GEN_AI.requestModel, 'gpt-4o'),
          text(GEN_AI.providerName, 'openai'),
        ],
        ...[count(GEN_AI.usageInputTokens, 400 + at), count(GEN_AI.usageOutputTokens, 60)],
        ...[text(GEN_AI.promptName, PROMPT), text(GEN_AI.promptVersion, String(1 + (at % 2)))],
      ],
    };
  });
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [ROUTING_HEADER.mlflowRunId]: runId },
    body: JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: 'test' }, spans }] }] }),
  });
  if (!response.ok) throw new Error(`the collector answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
