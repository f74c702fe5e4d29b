import { createPricer, type Pricer } from '@tracewright/pricing';
import type { DriftMeasure, OnlineModel, SpanDetail } from '@tracewright/schema';
import { CallGate, type JudgeModel, openaiModel, scoreRow } from '@tracewright/scoring';
import { compareSamples, type DriftJob } from '../../monitors/drift-in-thread.ts';
import { spanDetail } from '../../normalise/span-detail.ts';
import { allowedTargets } from '../../outgoing/allowed-targets.ts';
import { guardedOutgoing, type SendOutgoing } from '../../outgoing/send-outgoing.ts';
import type { StoredSpan } from '../../storage/spans/span-store.ts';
import { JudgeRecorder } from '../judges/judge-recorder.ts';
import { modelProvider } from '../judges/model-provider.ts';
import { type ModelKeys, outgoingChat } from '../judges/outgoing-chat.ts';
import { scoredRow } from '../rows/scored-row.ts';
import { ruleScorer } from '../scorers/rule-scorer.ts';
import type { OnlineSettings, Scoring, ScoringJob } from './online-protocol.ts';

/** Scores traces, one job at a time or several at once. */
export class TraceScorer {
  readonly #pricer: Pricer;
  readonly #send: SendOutgoing;
  readonly #keys: ModelKeys;
  /** What an endpoint refuses is remembered with its model. */
  readonly #models = new Map<string, JudgeModel>();

  constructor({ prices, outgoing }: OnlineSettings, env: ModelKeys['env']) {
    this.#pricer = createPricer(prices);
    this.#send = guardedOutgoing(allowedTargets(outgoing.allow));
    this.#keys = { places: outgoing.keys, env };
  }

  /** @throws what asking for vectors throws */
  compare(job: DriftJob): Promise<readonly DriftMeasure[]> {
    const detailOf = (span: StoredSpan): SpanDetail => spanDetail(span, this.#pricer);
    return compareSamples(job, { detailOf, send: this.#send, keys: this.#keys });
  }

  async score({ name, rule, trace }: ScoringJob): Promise<Scoring> {
    const provider = rule.kind === 'judge' ? modelProvider(rule.model) : '';
    const recorder = new JudgeRecorder(this.#pricer, provider, nowMs);
    const scorer = ruleScorer(name, rule, (model) => recorder.recorded(this.#modelOf(model)));
    const row = scoredRow(trace, (span) => spanDetail(span, this.#pricer));
    const { signal } = new AbortController();
    const context = {
      ...{ signal, trial: 0, runId: undefined },
      // What may pass is tried again later, from the list of what waits.
      calls: new CallGate({ retries: 0 }),
      tracing: recorder.tracing,
    };
    const [score] = await scoreRow(scorer, row, context);
    return { score: score!, judged: recorder.trace, used: recorder.used, trouble: recorder.trouble };
  }

  #modelOf(model: OnlineModel): JudgeModel {
    const key = JSON.stringify([model.baseUrl, model.model, model.keyName]);
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const made = openaiModel(outgoingChat(model, this.#keys, this.#send), { model: model.model });
    this.#models.set(key, made);
    return made;
  }
}

/** Unix epoch, with fractions. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
