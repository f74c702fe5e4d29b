import { overriding } from '../overriding.ts';
import type { TraceInfo } from '../storage/tracking/trace-infos/trace-info-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { Redactor } from './redactor.ts';
import type { RulesInForce } from './rules-in-force.ts';

/**
 * The stores, into which texts that people, judges and MLflow's clients give beside spans go with everything hidden that
 * the rules of the workspace hide: values, reasons, errors and metadata of feedback and expectations, and the previews
 * and metadata of traces. Tags stay: they are names that lists are filtered by.
 */
export function redactingStores(stores: TrackingStores, redaction: RulesInForce): TrackingStores {
  const { notes, assessments, traceInfos } = stores;
  const hide = <T>(workspaceId: string, key: string, value: T): T => {
    const redactor = redaction.redactors.of(workspaceId);
    return redactor === undefined ? value : hidden(redactor, key, value);
  };
  return {
    ...stores,
    notes: overriding(notes, {
      addFeedback: (workspaceId, feedback) => notes.addFeedback(workspaceId, said(workspaceId, feedback)),
      updateFeedback: (workspaceId, traceId, id, change, nowNs) =>
        notes.updateFeedback(workspaceId, traceId, id, said(workspaceId, change), nowNs),
    }),
    assessments: overriding(assessments, {
      create: (workspaceId, assessment) => assessments.create(workspaceId, said(workspaceId, assessment)),
      update: (workspaceId, traceId, id, change, nowNs) =>
        assessments.update(workspaceId, traceId, id, said(workspaceId, change), nowNs),
    }),
    traceInfos: overriding(traceInfos, {
      putInfo: (workspaceId, info, added) =>
        traceInfos.putInfo(workspaceId, previewsHidden(workspaceId, info), {
          ...added,
          ...(added.metadata && { metadata: hide(workspaceId, 'metadata', added.metadata) }),
        }),
    }),
  };

  /** Of what is said, what may be anybody's words. */
  function said<T extends object>(workspaceId: string, given: T): T {
    const change: Record<string, unknown> = {};
    for (const name of ['value', 'rationale', 'error', 'metadata'] as const) {
      if (name in given) change[name] = hide(workspaceId, `feedback.${name}`, given[name as keyof T]);
    }
    return { ...given, ...change };
  }

  function previewsHidden(workspaceId: string, info: TraceInfo): TraceInfo {
    const { requestPreview, responsePreview } = info;
    return {
      ...info,
      requestPreview: hide(workspaceId, 'preview.request', requestPreview),
      responsePreview: hide(workspaceId, 'preview.response', responsePreview),
    };
  }
}

/** A value of JSON with its texts and numbers gone through; the very same where nothing in it is hidden. */
function hidden<T>(redactor: Redactor, key: string, value: T): T {
  const rules = redactor.rulesOf(key);
  if (rules === undefined || value === null || value === undefined) return value;
  const { whole } = rules;
  if (typeof value !== 'object') {
    const text = String(value);
    return (whole ? redactor.whole(rules, whole, text) : (redactor.text(rules, text) ?? value)) as T;
  }
  if (whole !== undefined) return eachHidden(value, (text) => redactor.whole(rules, whole, text)) as T;
  // Keys of its own are gone through as well, and a number that has to be hidden becomes a text.
  const text = redactor.text(rules, JSON.stringify(value));
  return text === undefined ? value : (JSON.parse(text) as T);
}

/** Whatever stands in lists and in fields, which keep their names. */
function eachHidden(value: unknown, hide: (text: string) => string): unknown {
  if (value === null) return value;
  if (Array.isArray(value)) return value.map((element) => eachHidden(element, hide));
  if (typeof value !== 'object') return hide(String(value));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, eachHidden(field, hide)]));
}
