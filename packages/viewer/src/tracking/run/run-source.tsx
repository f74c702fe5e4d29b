import type { ComponentChildren, VNode } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/section.tsx';
import { type KeyValue, tagOf } from '../api/shapes.ts';
import { Nothing, Part } from './part.tsx';

/** Facts that clients note of the code that ran, by the tag that has them. */
const FACTS = [
  ['mlflow.source.name', 'Source'],
  ['mlflow.source.type', 'Kind of source'],
  ['mlflow.source.git.repoURL', 'Repository'],
  ['mlflow.source.git.branch', 'Branch'],
  ['mlflow.source.git.commit', 'Commit'],
  ['mlflow.source.git.dirty', 'Changed since'],
] as const;

/** How clients write what is so or not. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['true', 'yes'],
  ['True', 'yes'],
  ['false', 'no'],
  ['False', 'no'],
]);

export interface RunSourceProps {
  readonly tags: readonly KeyValue[];
  readonly artifactUri: string | undefined;
}

/** Which code ran, and where its files went. */
export function RunSource({ tags, artifactUri }: RunSourceProps): VNode {
  const facts = FACTS.flatMap(([tag, name]): (readonly [string, ComponentChildren])[] => {
    const value = tagOf(tags, tag);
    return value === undefined ? [] : [[name, WORDS.get(value) ?? value]];
  });
  const all: readonly (readonly [string, ComponentChildren])[] = artifactUri
    ? [
        ...facts,
        [
          'Artifacts',
          <span key="uri">
            <code>{artifactUri}</code> <CopyButton text={artifactUri} label="the place of the artifacts" />
          </span>,
        ],
      ]
    : facts;
  return (
    <Part title="Code">
      {all.length === 0 ? <Nothing>The client did not say which code ran.</Nothing> : <Facts facts={all} />}
    </Part>
  );
}
