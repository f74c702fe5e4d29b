import type { PermissionItem, PermissionKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { Segments } from '../../ui/segments.tsx';
import { permissionsHref } from '../../url/permissions-href.ts';
import { ThingPicker } from '../picker/thing-picker.tsx';
import { useExperimentNames } from '../picker/use-experiment-names.ts';
import { PeoplePages } from '../sub-pages.tsx';
import team from '../team.module.css';
import { TeamPage, Waiting } from '../team-page.tsx';
import { useList } from '../use-list.ts';
import { useLongList } from '../use-long-list.tsx';
import { EVERYTHING, kindText, levelText } from './permission-words.ts';
import style from './permissions.module.css';

const KINDS = [
  { value: 'experiment', label: 'Experiments' },
  { value: 'registered_model', label: 'Models and prompts' },
] as const;

/** Everything in the workspace of which something is said beside the roles, and the way to anything else. */
export function AllPermissions(): VNode {
  const { answer, items } = useList<PermissionItem>('/api/v1/permissions');
  const nameOf = useExperimentNames(items.some(({ kind }) => kind === 'experiment'));
  const calledOf = ({ kind, of }: PermissionItem) => {
    if (of === EVERYTHING) return kind === 'experiment' ? 'All experiments' : 'All models and prompts';
    return kind === 'experiment' ? nameOf(of) : of;
  };
  const { shown, find, more } = useLongList(items, 'permissions', (item) => `${calledOf(item)} ${item.user}`);
  return (
    <TeamPage
      title="Permissions"
      lead="What single users may do with single experiments, models and prompts, whatever their role says otherwise. Who makes one may manage it."
    >
      <PeoplePages />
      <Waiting answer={answer} />
      {answer.value && <FindThing />}
      {answer.value && items.length === 0 && (
        <p class={team.none}>Nothing is said of single things: roles alone say who may do what.</p>
      )}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Permissions"
          isCaptionHidden
          columns={[{ title: 'On' }, { title: 'Kind', isMinor: true }, { title: 'User' }, { title: 'May' }]}
          rows={shown.map((item) => [
            <Link key="on" href={permissionsHref(item.kind, item.of)}>
              {calledOf(item)}
            </Link>,
            kindText(item.kind),
            <span key="user" title={item.displayName}>
              {item.user}
            </span>,
            levelText(item.permission),
          ])}
        />
      )}
      {more}
    </TeamPage>
  );
}

/** Finds the thing of which something is to be said. */
function FindThing(): VNode {
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<PermissionKind>('experiment');
  return (
    <div class={`${style.findThing} ${team.onPage}`}>
      <Segments<PermissionKind> label="Of which kind" value={kind} options={KINDS} onChange={setKind} />
      <ThingPicker
        key={kind}
        label={kind === 'experiment' ? 'Who may do what with an experiment' : 'Who may do what with a model or prompt'}
        kind={kind}
        placeholder="Find it by its name"
        isChosen={() => false}
        onPick={({ id }) => navigate(permissionsHref(kind, id))}
      />
      <Link href={permissionsHref(kind, EVERYTHING)}>
        {kind === 'experiment' ? 'Of all experiments' : 'Of all models and prompts'}
      </Link>
    </div>
  );
}
