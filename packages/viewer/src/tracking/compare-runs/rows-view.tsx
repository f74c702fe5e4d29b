import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { useAsked } from '../../api/use-answer.ts';
import { Choice } from '../../ui/choice.tsx';
import { Pending } from '../page/unanswered.tsx';
import type { ListedRun } from '../runs/listed-run.ts';
import { alignRows } from './align-rows.ts';
import { AlignedTable } from './aligned-table.tsx';
import { commonTables, readTable } from './common-tables.ts';
import style from './view.module.css';

export interface RowsViewProps {
  readonly runs: readonly ListedRun[];
  /** From the URL. */
  readonly table: string | undefined;
  readonly by: string | undefined;
  readonly onChange: (change: { readonly table?: string; readonly by?: string | undefined }) => void;
}

/** A table that two runs have logged, row by row: which examples got worse. */
export function RowsView({ runs, table, by, onChange }: RowsViewProps): VNode {
  const [before, after] = runs;
  const ids = `${before?.id} ${after?.id}`;
  const tables = useAsked(before && after && `tables of ${ids}`, (abort) => commonTables(before!, after!, abort));
  const path = tables.value?.find((each) => each === table) ?? tables.value?.[0];
  const contents = useAsked(path && `${path} of ${ids}`, (abort) =>
    Promise.all([readTable(before?.id ?? '', path ?? '', abort), readTable(after?.id ?? '', path ?? '', abort)]),
  );
  const aligned = useMemo(() => {
    const [left, right] = (contents.isCurrent && contents.value) || [];
    return left && right && alignRows(left, right, by);
  }, [contents.value, contents.isCurrent, by]);
  if (!before || !after) return <p class={style.none}>Two runs are compared row by row.</p>;
  if (!tables.value) return <Pending answer={tables} />;
  if (path === undefined) {
    return (
      <p class={style.none}>The first two runs have no table (JSON with columns and data, or CSV) of the same name.</p>
    );
  }
  return (
    <>
      <div class={style.bar}>
        <Choice
          label="Table"
          value={path}
          options={tables.value.map((each) => [each, each] as const)}
          onChange={(wanted) => onChange({ table: wanted, by: undefined })}
        />
        {aligned && aligned.scoreColumns.length > 0 && (
          <Choice
            label="Judged by"
            value={aligned.scoreColumn ?? ''}
            options={aligned.scoreColumns.map((column) => [column, column] as const)}
            onChange={(column) => onChange({ by: column })}
          />
        )}
      </div>
      {aligned ? (
        <AlignedTable tables={aligned} names={[before.name, after.name]} />
      ) : contents.value && contents.isCurrent ? (
        <p class={style.none}>One of the files is no table.</p>
      ) : (
        <Pending answer={contents} />
      )}
    </>
  );
}
