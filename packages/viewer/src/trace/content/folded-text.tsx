import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { foldText } from './fold-text.ts';
import style from './folded-text.module.css';

const FOLD_LINES = 16;
const FOLD_LENGTH = 1_500;
/** What one click adds: text of megabytes laid out at once would stop the page. */
const STEP_LENGTH = 50_000;

export interface FoldedTextProps {
  readonly text: string;
  readonly isCode?: boolean;
  readonly foldLines?: number;
}

/** Text as it is, long ones folded. */
export function FoldedText({ text, isCode = false, foldLines = FOLD_LINES }: FoldedTextProps): VNode {
  const [steps, setSteps] = useState(0);
  const lengthFactor = foldLines / FOLD_LINES;
  const { shown, hiddenLength } =
    steps === 0
      ? foldText(text, foldLines, FOLD_LENGTH * lengthFactor)
      : foldText(text, Number.POSITIVE_INFINITY, steps * STEP_LENGTH);
  return (
    <div class={style.box}>
      <div class={classNames(style.text, isCode && style.code)} dir="auto">
        {shown}
      </div>
      {(hiddenLength > 0 || steps > 0) && (
        <p class={style.more}>
          {hiddenLength > 0 && (
            <button type="button" class={style.button} onClick={() => setSteps(steps + 1)}>
              Show more ({formatCount(hiddenLength)} characters)
            </button>
          )}
          {steps > 0 && (
            <button type="button" class={style.button} onClick={() => setSteps(0)}>
              Show less
            </button>
          )}
        </p>
      )}
    </div>
  );
}
