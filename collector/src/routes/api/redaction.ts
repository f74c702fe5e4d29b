import type {
  Page,
  RedactionDryRunBody,
  RedactionOrderBody,
  RedactionRule,
  RedactionRuleBody,
  RedactionTrialBody,
} from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { resolveNotes } from '../../filter/resolve-notes.ts';
import { compileRule } from '../../redact/compile-rule.ts';
import { redactionDryRun } from '../../redact/dry-run.ts';
import { tryRules } from '../../redact/try-rules.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import type { RedactionRuleStore, StoredRedactionRule } from '../../storage/tracking/privacy/redaction-rule-store.ts';
import type { Asking } from './asked-traces.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { seenVersionMs } from './seen-version.ts';

const MAX_BODY_BYTES = 256 * 1_024;
const MAX_TRIAL_BYTES = 1_024 * 1_024;
/** Each of them is looked for in every text that comes. */
const MAX_RULES = 50;
const DEFAULT_TRACES = 100;
/** Characters of a text on which rules are tried. */
const MAX_TRIED = 100_000;

const Rule = v.object({
  name: v.string(),
  kind: v.picklist(['preset', 'pattern', 'jsonPath', 'attribute']),
  value: v.string(),
  keys: v.exactOptional(v.array(v.string())),
  action: v.picklist(['mask', 'hash', 'drop']),
  isEnabled: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<RedactionRuleBody>;

const Rules = v.pipe(v.array(Rule), v.maxLength(MAX_RULES, `at most ${MAX_RULES} rules`));

const DryRun = v.object({
  filter: v.exactOptional(v.string()),
  rules: v.exactOptional(Rules),
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  showsStored: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<RedactionDryRunBody>;

const Order = v.object({ ids: v.array(v.string()) }) satisfies v.GenericSchema<RedactionOrderBody>;

const Trial = v.object({
  text: v.pipe(v.string(), v.maxLength(MAX_TRIED, `is longer than ${MAX_TRIED} characters`)),
  key: v.exactOptional(v.string()),
  rules: v.exactOptional(Rules),
}) satisfies v.GenericSchema<RedactionTrialBody>;

export interface RedactionDeps {
  readonly rules: RedactionRuleStore;
  /** Resolves once changed rules are in force here. */
  readonly refresh: () => Promise<void>;
  readonly spans: Pick<SpanStore, 'listTraces' | 'getStoredSpans'>;
  readonly asking: Asking;
}

/** `/api/v1/redaction`: what is hidden in a workspace before it is stored, and what a rule would hide in what is there. */
export function redactionRoutes({ rules, refresh, spans, asking }: RedactionDeps): Hono<AppEnv> {
  const pageOf = async (workspaceId: string): Promise<Page<RedactionRule>> => {
    const items = (await rules.list(workspaceId)).map(ruleAnswer);
    return { items, nextCursor: null, total: items.length, totalIsEstimate: false };
  };
  /** What was given with a question, or else what is in force. */
  const meant = async (workspaceId: string, given: readonly RedactionRuleBody[] | undefined) =>
    given?.map(checked) ?? (await rules.list(workspaceId)).filter(({ isEnabled }) => isEnabled);
  return new Hono<AppEnv>()
    .get('/rules', async (c) => c.json(await pageOf(c.get('principal').workspaceId)))
    .put('/order', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const { ids } = await jsonBody(c, Order);
      await rules.reorder(workspaceId, ids);
      await refresh();
      return c.json(await pageOf(workspaceId));
    })
    .post('/try', limitBody(MAX_TRIAL_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const { text, key, rules: given } = await jsonBody(c, Trial);
      return c.json(tryRules(await meant(workspaceId, given), await rules.secret(workspaceId), text, key));
    })
    .post('/rules', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const rule = checked(await jsonBody(c, Rule));
      if ((await rules.list(workspaceId)).length >= MAX_RULES) {
        throw new ApiError('INVALID_PARAMETER_VALUE', `a workspace has ${MAX_RULES} rules at most`);
      }
      const added = await rules.add(workspaceId, rule);
      await refresh();
      c.set('auditObject', `redaction/rules/${added.id}`);
      return c.json(ruleAnswer(added), 201);
    })
    .put('/rules/:id', limitBody(MAX_BODY_BYTES), async (c) => {
      const rule = checked(await jsonBody(c, Rule));
      const changed = await rules.replace(c.get('principal').workspaceId, c.req.param('id'), rule, seenVersionMs(c));
      await refresh();
      return c.json(ruleAnswer(changed));
    })
    .delete('/rules/:id', async (c) => {
      await rules.remove(c.get('principal').workspaceId, c.req.param('id'), seenVersionMs(c));
      await refresh();
      return c.body(null, 204);
    })
    .post('/dry-run', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const { filter = '', limit = DEFAULT_TRACES, rules: given, showsStored } = await jsonBody(c, DryRun);
      const question = {
        ...{ workspaceId, limit, showsStored, secret: await rules.secret(workspaceId) },
        filter: await resolveNotes(parseFilter(filter, 'trace', asking.nowNs()), workspaceId, asking.notes),
        rules: await meant(workspaceId, given),
      };
      return c.json(await redactionDryRun(question, spans));
    });
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` naming the field that is wrong. */
function checked({ keys = [], isEnabled = true, ...rule }: RedactionRuleBody): Required<RedactionRuleBody> {
  const whole = { ...rule, keys, isEnabled };
  compileRule(whole, '');
  return whole;
}

function ruleAnswer({ createdMs, updatedMs, ...rule }: StoredRedactionRule): RedactionRule {
  return { ...rule, createdNs: nsOf(createdMs), updatedNs: nsOf(updatedMs) };
}

function nsOf(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
