import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import { Cost } from '../../ui/cost.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatQuery } from '../../url/query.ts';
import { AliasEditor } from '../models/alias-editor.tsx';
import style from '../models/registry.module.css';
import { Moment } from '../page/run-facts.tsx';
import { promptHref } from './prompt-href.ts';
import type { PromptVersion } from './prompt-version.ts';
import { tracesOfPrompt, usePromptFigures } from './use-prompt-figures.ts';

export interface PromptVersionsProps {
  readonly name: string;
  /** The newest first. */
  readonly versions: readonly PromptVersion[];
  /** Versions by alias. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly shown: string | undefined;
  readonly onShow: (version: string) => void;
  readonly onChanged: () => void;
}

/** Versions of a prompt with their aliases, by which one is promoted or rolled back to, and what their traces took. */
export function PromptVersions({ name, versions, aliases, shown, onShow, onChanged }: PromptVersionsProps): VNode {
  const figures = usePromptFigures(name);
  const scores = figures.scoreNames;
  return (
    <div class={style.versions}>
      <DataTable
        caption="Versions, the newest first"
        isCaptionHidden
        columns={[
          { title: 'Version' },
          { title: 'Aliases' },
          { title: 'Change' },
          { title: 'Registered' },
          { title: 'Calls', isNumber: true },
          { title: 'Latency p50', isNumber: true },
          { title: 'Cost per call', isNumber: true },
          ...scores.map((title) => ({ title, isNumber: true })),
        ]}
        rows={versions.map(({ version, commitMessage, createdMs, aliases: given }) => {
          const of = figures.byVersion.get(version);
          const filter = tracesOfPrompt(name, version);
          return [
            <Link
              key="version"
              href={promptHref(name, version)}
              className={style.version}
              aria-current={version === shown ? 'true' : undefined}
              onClick={(event: MouseEvent) => {
                if (event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                onShow(version);
              }}
            >
              {version}
            </Link>,
            <AliasEditor key="aliases" {...{ name, version, onChanged }} aliases={given} known={aliases} />,
            <div key="change" class={style.prose}>
              {commitMessage || '–'}
            </div>,
            <Moment key="created" ms={createdMs} />,
            of ? (
              <Link key="calls" href={`/traces${formatQuery({ q: filter })}`}>
                {formatCount(of.count)}
              </Link>
            ) : (
              '–'
            ),
            of?.durationMs ? formatDuration(of.durationMs.p50 * 1_000) : '–',
            of ? (
              <Cost
                key="cost"
                usd={of.costUsd === null ? null : of.costUsd / of.count}
                isPartial={of.isCostPartial}
                hasUsage={of.inputTokens !== null || of.outputTokens !== null}
              />
            ) : (
              '–'
            ),
            ...scores.map((score) => {
              const mean = figures.scoreOf(version, score);
              return mean === undefined ? '–' : formatScore(mean);
            }),
          ];
        })}
      />
    </div>
  );
}
