import type { Erasure } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Moment } from '../moment.tsx';
import { RowButton } from '../row-button.tsx';
import team from '../team.module.css';
import { useLongList } from '../use-long-list.tsx';
import { ErasureReport } from './erasure-report.tsx';
import { stateText } from './erasure-words.ts';

/** Deletions and counts that were asked for, the last first. */
export function ErasureHistory({ erasures }: { readonly erasures: readonly Erasure[] }): VNode {
  const [shownReport, setShownReport] = useState<Erasure>();
  const [isWithCounts, setIsWithCounts] = useState(false);
  const listed = isWithCounts ? erasures : erasures.filter(({ isDryRun }) => !isDryRun);
  const { shown, find, more } = useLongList(listed, 'deletions', ({ id, requestedBy }) => `${id} ${requestedBy}`);
  return (
    <>
      {erasures.some(({ isDryRun }) => isDryRun) && (
        <p class={team.none}>
          <label class={team.check}>
            <input
              type="checkbox"
              checked={isWithCounts}
              onChange={(event) => setIsWithCounts(event.currentTarget.checked)}
            />
            with those that only counted
          </label>
        </p>
      )}
      {listed.length === 0 && <p class={team.none}>Nothing has been deleted.</p>}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Deletions"
          isCaptionHidden
          columns={[
            { title: 'Asked for' },
            { title: 'By', isMinor: true },
            { title: 'Of a' },
            { title: 'Traces', isNumber: true },
            { title: 'State' },
            { title: 'Report', isNumber: true },
          ]}
          rows={shown.map((erasure) => [
            <span key="when">
              <Moment ns={erasure.requestedNs} />
              {erasure.isDryRun && <span class={team.mark}>only counted</span>}
            </span>,
            erasure.requestedBy,
            erasure.of,
            formatCount(erasure.counts.traces),
            stateText(erasure),
            <RowButton
              key="report"
              says="Show"
              of={`the report of ${erasure.id}`}
              onClick={() => setShownReport(erasure)}
            />,
          ])}
        />
      )}
      {more}
      {shownReport && (
        <Modal label="Report" onClose={() => setShownReport(undefined)}>
          <div class={team.form}>
            <ErasureReport begun={shownReport} />
            <div class={team.buttons}>
              <button type="button" class={team.primary} onClick={() => setShownReport(undefined)}>
                Close
              </button>
            </div>
          </div>
        </Modal>
      )}
    </>
  );
}
