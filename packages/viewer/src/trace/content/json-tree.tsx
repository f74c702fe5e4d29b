import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { FoldedText } from './folded-text.tsx';
import style from './json-tree.module.css';

/** Entries of one object or array shown at first, and by each click on "more". */
const STEP_ENTRIES = 50;
/** A level with more than this begins closed, whatever `openLevels` says. */
const MAX_OPEN_ENTRIES = 20;

export interface JsonTreeProps {
  readonly value: object;
  /** Levels that begin open. */
  readonly openLevels: number;
}

/** JSON that is drawn as far as it is opened, so that a wide or deep one costs nothing. */
export function JsonTree({ value, openLevels }: JsonTreeProps): VNode {
  return (
    <div class={style.tree}>
      <Branch label={undefined} value={value} openLevels={openLevels} />
    </div>
  );
}

interface BranchProps {
  readonly label: string | undefined;
  readonly value: object;
  readonly openLevels: number;
}

function Branch({ label, value, openLevels }: BranchProps): VNode {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  const [isOpen, setOpen] = useState(openLevels > 0 && count <= MAX_OPEN_ENTRIES);
  const [limit, setLimit] = useState(STEP_ENTRIES);
  const brackets = Array.isArray(value) ? '[]' : '{}';
  if (count === 0) return <Leaf label={label} text={brackets} type="empty" />;
  return (
    <div>
      <button type="button" class={style.head} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class={classNames(style.twisty, isOpen && style.open)}>
          <Icon name="chevron" size={11} />
        </span>
        {label !== undefined && <span class={style.key}>{label}</span>}
        <span class={style.size}>
          {brackets[0]}
          {formatCount(count)}
          {brackets[1]}
        </span>
        {!isOpen && <span class={style.preview}>{previewOf(value)}</span>}
      </button>
      {isOpen && (
        <div class={style.children}>
          {Object.entries(value)
            .slice(0, limit)
            .map(([key, child]: [string, unknown]) =>
              typeof child === 'object' && child !== null ? (
                <Branch key={key} label={key} value={child} openLevels={openLevels - 1} />
              ) : (
                <Leaf key={key} label={key} text={leafText(child)} type={child === null ? 'null' : typeof child} />
              ),
            )}
          {count > limit && (
            <button type="button" class={style.more} onClick={() => setLimit(limit + STEP_ENTRIES)}>
              {formatCount(count - limit)} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Leaf(props: { readonly label: string | undefined; readonly text: string; readonly type: string }): VNode {
  return (
    <div class={style.leaf}>
      {props.label !== undefined && <span class={style.key}>{props.label}</span>}
      <span class={classNames(style.value, style[props.type])}>
        {props.type === 'string' ? <FoldedText text={props.text} isCode /> : props.text}
      </span>
    </div>
  );
}

function leafText(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

/** A hint of what a closed branch holds. */
function previewOf(value: object): string {
  const parts = Object.entries(value)
    .slice(0, 4)
    .map(([key, child]: [string, unknown]) => {
      const text = typeof child === 'object' && child !== null ? '…' : leafText(child).slice(0, 24);
      return Array.isArray(value) ? text : `${key}: ${text}`;
    });
  return parts.join(', ');
}
