import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure, getJson, sendJson } from '../api/request.ts';
import { Facts } from '../ui/section.tsx';
import style from './changes.module.css';
import { type Version, versionPath } from './version-path.ts';

/** Something that is edited while others may change it, too. */
export interface Versioned<Row> {
  /**
   * Saves it over the version that was seen last.
   *
   * @param send Undefined: it is not there yet.
   * @throws ApiFailure where somebody else was quicker, too: from then on that version counts as seen.
   */
  readonly save: (send: (seen: Row | undefined) => Promise<unknown>) => Promise<void>;
  /** What somebody else has made of it meanwhile. */
  readonly newer: Row | undefined;
}

/** @param find How it is now; undefined: it is gone. */
export function useVersioned<Row extends Pick<Version, 'updatedNs'>>(
  row: Row | undefined,
  find: (seen: Row | undefined) => Promise<Row | undefined>,
): Versioned<Row> {
  const [seen, setSeen] = useState(row);
  const [newer, setNewer] = useState<Row>();
  const save: Versioned<Row>['save'] = async (send) => {
    try {
      await send(seen);
    } catch (error) {
      if (!(error instanceof ApiFailure) || !/^RESOURCE_(CONFLICT|DOES_NOT_EXIST)$/.test(error.code)) throw error;
      const now = await find(seen);
      // It is as it was, or still not there: what is in the way or missing is something else.
      if (now?.updatedNs === seen?.updatedNs) throw error;
      setSeen(now);
      setNewer(now);
      const what = now
        ? 'changed it meanwhile. What it is now stands here; saving again puts yours in its place.'
        : 'removed it meanwhile. Saving again makes it anew.';
      throw new ApiFailure(error.code, `Somebody else has ${what}`);
    }
  };
  return { save, newer };
}

/** Rows that are made by `POST` at a place, where all are listed, and changed by `PUT` below it. */
export function useVersionedRow<Row extends Version>(
  place: string,
  row: Row | undefined,
): Pick<Versioned<Row>, 'newer'> & { readonly save: (body: object) => Promise<void> } {
  const { save, newer } = useVersioned(row, async () => {
    const { items } = await getJson<{ readonly items: readonly Row[] }>(place);
    return items.find(({ id }) => id === row?.id);
  });
  return {
    newer,
    save: (body) =>
      save((seen) => (seen ? sendJson('PUT', versionPath(place, seen), body) : sendJson('POST', place, body))),
  };
}

export interface NewerProps<Row> {
  readonly newer: Row | undefined;
  /** What somebody has written. */
  readonly draft: object;
  readonly onTake: (newer: Row) => void;
}

/** How something is by now, where that differs from what somebody has written. */
export function Newer<Row extends object>({ newer, draft, onTake }: NewerProps<Row>): VNode | null {
  const differs = Object.entries(draft).flatMap(([name]): [string, string][] => {
    const [now, mine] = [newer, draft].map((of) => textOf((of as Record<string, unknown> | undefined)?.[name]));
    return now === undefined || now === mine ? [] : [[wordsOf(name), now]];
  });
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.scrollIntoView({ block: 'nearest' }), [newer]);
  if (newer === undefined || differs.length === 0) return null;
  return (
    <div ref={ref} class={style.newer} role="group" aria-label="What it is now">
      <Facts facts={differs} />
      <button
        type="button"
        onClick={({ currentTarget }) => {
          // This button goes with what it stands below, and the focus with it.
          currentTarget.form?.querySelector<HTMLElement>('[type=submit]')?.focus();
          onTake(newer);
        }}
      >
        Take that instead of mine
      </button>
    </div>
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value || '–';
  if (Array.isArray(value)) return value.map(textOf).join(', ') || '–';
  if (typeof value !== 'object' || value === null)
    return value === null ? 'none' : value === undefined ? value : String(value);
  return Object.entries(value)
    .map(([name, part]) => `${wordsOf(name)}: ${textOf(part)}`)
    .join(', ');
}

/** `sampleRate` as `Sample rate`. */
function wordsOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
