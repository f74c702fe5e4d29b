import type { VNode } from 'preact';
import { Popover } from '../tools/popover.tsx';
import style from './critical-path-help.module.css';

/** Says by which rules the critical path is found: people ask where two spans run at once. */
export function CriticalPathHelp(): VNode {
  return (
    <span class={style.help}>
      <span class={style.mark} aria-hidden="true" />
      <Popover label="critical path" align="right" opensUp>
        <dl class={style.rules}>
          <dt>Critical path</dt>
          <dd>
            At each moment the one span that the whole trace waited for. Its parts add up to the duration exactly.
          </dd>
          <dt>Side by side</dt>
          <dd>
            Of steps that run at once, the one that ends last counts; before it began, the one that ended last until
            then. What no child covers is its parent’s own.
          </dd>
          <dt>Ties</dt>
          <dd>Of two that end at the same moment, the one that began first counts.</dd>
          <dt>Streams</dt>
          <dd>A parser that reads a stream waits for what it reads from: that step counts.</dd>
          <dt>Slack</dt>
          <dd>How much longer a step beside the path could have run before the trace would have taken longer.</dd>
          <dt>Detached</dt>
          <dd>
            A consumer below its producer is waited for by nobody and left out; of a step that outlives its parent, the
            part within it counts.
          </dd>
        </dl>
      </Popover>
    </span>
  );
}
