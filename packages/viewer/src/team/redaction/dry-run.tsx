import type { RedactionDryRun, RedactionDryRunBody, RedactionRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../../api/request.ts';
import { FilterBox } from '../../traces/filter-box/filter-box.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import team from '../team.module.css';
import { DryRunFindings } from './dry-run-findings.tsx';

const IN_FORCE = '';
const LIMITS: readonly (readonly [string, string])[] = [
  ['100', 'the latest 100 traces'],
  ['1000', 'the latest 1,000 traces'],
];

/** Looks through stored traces for what rules would have hidden: all that are in force, or a single one that need not be. */
export function DryRun({ rules }: { readonly rules: readonly RedactionRule[] }): VNode {
  const [chosen, setChosen] = useState(IN_FORCE);
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState('100');
  const [showsStored, setShowsStored] = useState(false);
  const [found, setFound] = useState<RedactionDryRun>();
  const { isBusy, failure, run } = useChange();
  const rule = rules.find(({ id }) => id === chosen);
  const submit = () =>
    run(async () => {
      setFound(undefined);
      const body: RedactionDryRunBody = {
        ...{ filter: filter.trim(), limit: Number(limit), showsStored },
        ...(rule && { rules: [bodyOf(rule)] }),
      };
      setFound(await sendJson<RedactionDryRun>('POST', '/api/v1/redaction/dry-run', body));
    });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class={team.row}>
          <SelectField
            class={team.field}
            label="Rules"
            value={rule ? chosen : IN_FORCE}
            options={[
              [IN_FORCE, 'all that are in force'],
              ...rules.map(({ id, name, isEnabled }) => [id, isEnabled ? name : `${name} (off)`] as const),
            ]}
            onChange={setChosen}
          />
          <SelectField class={team.field} label="Among" value={limit} options={LIMITS} onChange={setLimit} />
        </div>
        <label class={team.check}>
          <input
            type="checkbox"
            checked={showsStored}
            onChange={(event) => setShowsStored(event.currentTarget.checked)}
          />
          <span>
            Show what is stored now{' '}
            <span class={team.hint}>examples as they are, beside what would be left of them</span>
          </span>
        </label>
        <div class={team.row}>
          <FilterBox applied="" onApply={submit} onDraft={setFilter} />
          <button type="submit" class={team.button} disabled={isBusy}>
            {isBusy ? 'Looking …' : 'Look through'}
          </button>
        </div>
      </form>
      <FailureLine failure={failure} />
      {found && <DryRunFindings found={found} />}
    </>
  );
}

function bodyOf({ name, kind, value, keys, action }: RedactionRule) {
  return { name, kind, value, keys, action };
}
