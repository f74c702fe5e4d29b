import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { formatQuery } from '../../url/query.ts';
import { type MlflowExperiment, renameExperiment, setExperimentDeleted, setExperimentTag } from '../api/experiments.ts';
import { NOTE_TAG, tagOf } from '../api/shapes.ts';
import { ConfirmMenu } from '../edit/confirm-menu.tsx';
import { EditableNote } from '../edit/editable-note.tsx';
import { NameMenu } from '../edit/name-menu.tsx';
import { PermissionsLink } from '../page/permissions-link.tsx';
import { Moment } from '../page/run-facts.tsx';
import style from './experiment-facts.module.css';

export interface ExperimentFactsProps {
  readonly experiment: MlflowExperiment;
  /** Something of it is another now. */
  readonly onChanged: () => void;
}

/** A line about an experiment, and what can be done with it. */
export function ExperimentFacts({ experiment, onChanged }: ExperimentFactsProps): VNode {
  const { experiment_id: id, name, tags, creation_time: created, lifecycle_stage: stage } = experiment;
  const [note, setNote] = useState(tagOf(tags, NOTE_TAG) ?? '');
  const isDeleted = stage === 'deleted';
  return (
    <div class={style.facts}>
      {isDeleted && <b>deleted</b>}
      <span>id {id}</span>
      <span>
        created <Moment ms={created} />
      </span>
      <Link href={`/traces${formatQuery({ q: `experiment = ${id}` })}`}>Traces</Link>
      <PermissionsLink kind="experiment" of={id} />
      <div class={style.note}>
        <EditableNote
          text={note}
          of={name}
          onSave={async (text) => {
            await setExperimentTag(id, NOTE_TAG, text);
            setNote(text);
          }}
        />
      </div>
      <div class={style.actions}>
        <NameMenu
          label="Rename"
          action="Rename"
          name={name}
          onName={(wanted) => renameExperiment(id, wanted).then(onChanged)}
        />
        <ConfirmMenu
          label={isDeleted ? 'Restore' : 'Delete'}
          isDanger={!isDeleted}
          onConfirm={() => setExperimentDeleted(id, !isDeleted).then(onChanged)}
        >
          {isDeleted
            ? 'The experiment comes back, and with it the runs that went when it was deleted.'
            : 'The experiment goes, and its runs with it. Both can be restored until retention takes them out for good.'}
        </ConfirmMenu>
      </div>
    </div>
  );
}
