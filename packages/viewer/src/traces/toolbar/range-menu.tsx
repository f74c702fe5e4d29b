import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatMoment } from '../../format/moment.ts';
import { momentMs, RANGES, rangeLabel, type TimeRange } from '../../url/time-range.ts';
import { Menu } from './menu.tsx';
import style from './menu-item.module.css';

export interface RangeMenuProps {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Chooses when the traces began: a range up to now, or two moments. */
export function RangeMenu({ range, onChange }: RangeMenuProps): VNode {
  const nowMs = Date.now();
  const label = rangeLabel(range, (ms) => formatMoment(ms, nowMs), nowMs);
  const isAll = range.from === undefined && range.to === undefined;
  return (
    <Menu label={label} title={isAll ? 'Time range' : `Time range: ${label}`} isActive={!isAll}>
      {(close) => {
        const choose = (chosen: TimeRange) => {
          close();
          onChange(chosen);
        };
        return (
          <>
            {[{ from: undefined, label: 'All time' }, ...RANGES].map(({ from, label: name }) => (
              <button
                key={name}
                type="button"
                class={style.item}
                aria-pressed={range.from === from && range.to === undefined}
                onClick={() => choose({ from, to: undefined })}
              >
                {name}
              </button>
            ))}
            <div class={style.rule} />
            <Ends range={range} onChange={choose} />
          </>
        );
      }}
    </Menu>
  );
}

function Ends({ range, onChange }: RangeMenuProps): VNode {
  const nowMs = Date.now();
  const [from, setFrom] = useState(localText(momentMs(range.from, nowMs)));
  const [to, setTo] = useState(localText(momentMs(range.to, nowMs)));
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ from: momentOf(from), to: momentOf(to) });
      }}
    >
      <label class={style.field}>
        From
        <input type="datetime-local" step="1" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label class={style.field}>
        Until
        <input type="datetime-local" step="1" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" class={style.submit}>
        Apply
      </button>
    </form>
  );
}

/** As a field for local time takes it: `2026-01-31T08:00:00`; '' for none. */
function localText(ms: number | undefined): string {
  if (ms === undefined) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function momentOf(text: string): string | undefined {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : String(ms);
}
