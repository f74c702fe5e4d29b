import type { ComponentChildren, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { Facts } from '../../ui/section.tsx';
import { searchVersions } from '../api/registry.ts';
import { getRun, type MlflowRun, searchRuns } from '../api/runs.ts';
import { mlflowText, PARENT_TAG, tagOf } from '../api/shapes.ts';
import { modelHref } from '../models/model-href.ts';
import { RunStatus } from '../page/run-facts.tsx';
import { promptHref } from '../prompts/prompt-href.ts';
import { linkedPrompts } from './linked-prompts.ts';
import { Nothing, Part } from './part.tsx';
import style from './run-lineage.module.css';

/** Children and versions that are listed here. */
const LIMIT = 50;

/** What a run belongs to and what came of it: the run above, those below, versions of models made from it. */
export function RunLineage({ run }: { readonly run: MlflowRun }): VNode {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const parentId = tagOf(run.data.tags, PARENT_TAG);
  const parent = useAsked(parentId && `parent ${parentId}`, (abort) => getRun(parentId ?? '', abort));
  const children = useAsked(`children ${runId}`, () =>
    searchRuns(
      {
        experimentIds: [experimentId],
        filter: `tags.\`${PARENT_TAG}\` = ${mlflowText(runId)}`,
        ...{ order: 'attributes.start_time ASC', isDeleted: false },
      },
      LIMIT,
    ),
  );
  const versions = useAsked(`versions ${runId}`, (abort) =>
    searchVersions(`run_id = ${mlflowText(runId)}`, LIMIT, abort),
  );
  const facts: (readonly [string, ComponentChildren])[] = [];
  if (parentId !== undefined) {
    facts.push([
      'Part of',
      <Link key="parent" href={`/runs/${parentId}`}>
        {parent.value?.info.run_name || parentId}
      </Link>,
    ]);
  }
  if (children.value && children.value.items.length > 0) {
    const { items, nextToken } = children.value;
    facts.push([
      `Runs below${nextToken === undefined ? '' : ` (the first ${LIMIT})`}`,
      <ul key="children" class={style.list}>
        {items.map(({ info }) => (
          <li key={info.run_id} class={style.line}>
            <Link href={`/runs/${info.run_id}`}>{info.run_name || info.run_id}</Link>
            <RunStatus status={info.status} />
          </li>
        ))}
      </ul>,
    ]);
  }
  const prompts = linkedPrompts(run.data.tags);
  if (prompts.length > 0) {
    facts.push([
      'Prompts used',
      <ul key="prompts" class={style.list}>
        {prompts.map(({ name, version }) => (
          <li key={`${name} ${version}`}>
            <Link href={promptHref(name, version)}>
              <bdi>{name}</bdi> version {version}
            </Link>
          </li>
        ))}
      </ul>,
    ]);
  }
  if (versions.value && versions.value.items.length > 0) {
    facts.push([
      'Models made from it',
      <ul key="versions" class={style.list}>
        {versions.value.items.map(({ name, version, current_stage: stage }) => (
          <li key={`${name} ${version}`}>
            <Link href={modelHref(name, version)}>
              <bdi>{name}</bdi> version {version}
            </Link>
            {stage !== 'None' && ` ${stage}`}
          </li>
        ))}
      </ul>,
    ]);
  }
  return (
    <Part title="Lineage">
      {facts.length === 0 ? (
        <Nothing>It stands for itself: no run above or below, no model of it.</Nothing>
      ) : (
        <Facts facts={facts} />
      )}
    </Part>
  );
}
