import type { RedactionOrderBody, RedactionRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { sendJson } from '../../api/request.ts';
import type { Question } from '../../changes/confirmed.tsx';
import { versionPath } from '../../changes/version-path.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import { RowButton } from '../row-button.tsx';
import team from '../team.module.css';
import { MoveButtons } from './move-buttons.tsx';
import style from './redaction.module.css';
import { ACTIONS, findsText, whereText } from './rule-words.ts';

const RULES = '/api/v1/redaction/rules';

export interface RuleListProps {
  /** In the order in which they are applied. */
  readonly rules: readonly RedactionRule[];
  readonly onEdit: (rule: RedactionRule) => void;
  readonly onChanged: () => void;
}

/** The rules of the workspace: which is applied first, which are in force. */
export function RuleList({ rules, onEdit, onChanged }: RuleListProps): VNode {
  const { isBusy, failure, run } = useChange();
  const change = (work: () => Promise<unknown>, question?: Question) =>
    run(async () => {
      // Where somebody else was quicker, the list is no longer what it was either.
      await work().finally(onChanged);
    }, question);
  const move = (at: number, to: number) => {
    const ids = rules.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(at, 1));
    const body: RedactionOrderBody = { ids };
    change(() => sendJson('PUT', '/api/v1/redaction/order', body));
  };
  const toggle = (rule: RedactionRule) => {
    const { name, kind, value, keys, action, isEnabled } = rule;
    const body = { name, kind, value, keys, action, isEnabled: !isEnabled };
    change(() => sendJson('PUT', versionPath(RULES, rule), body));
  };
  const remove = (rule: RedactionRule) =>
    change(() => sendJson('DELETE', versionPath(RULES, rule)), {
      title: `Remove the rule “${rule.name}”?`,
      says: 'What comes from now on is stored as it is sent. What is hidden already stays so.',
      action: 'Remove',
    });
  if (rules.length === 0) {
    return <p class={team.none}>There is no rule yet: everything is stored as it is sent.</p>;
  }
  return (
    <div class={style.rules}>
      <DataTable
        caption="Rules, in the order in which they are applied"
        isCaptionHidden
        columns={[
          { title: 'Rule' },
          { title: 'Finds' },
          { title: 'Where', isMinor: true },
          { title: 'Then', isMinor: true },
          { title: 'In force' },
          { title: 'Change', isNumber: true },
        ]}
        rows={rules.map((rule, at) => [
          rule.name,
          <span key="finds" class={team.wrap}>
            {findsText(rule)} {rule.kind !== 'preset' && <code>{rule.value}</code>}
          </span>,
          <span key="where" class={team.wrap}>
            {whereText(rule)}
          </span>,
          ACTIONS.find(([action]) => action === rule.action)?.[1] ?? rule.action,
          <input
            key="enabled"
            type="checkbox"
            class={style.switch}
            aria-label={`${rule.name} is in force`}
            checked={rule.isEnabled}
            disabled={isBusy}
            onChange={() => toggle(rule)}
          />,
          <span key="change" class={team.ends}>
            <MoveButtons name={rule.name} at={at} count={rules.length} isBusy={isBusy} onMove={(to) => move(at, to)} />
            <RowButton says="Edit" of={rule.name} onClick={() => onEdit(rule)} />
            <RowButton says="Remove" of={rule.name} isDanger isBusy={isBusy} onClick={() => remove(rule)} />
          </span>,
        ])}
      />
      <FailureLine failure={failure} />
    </div>
  );
}
