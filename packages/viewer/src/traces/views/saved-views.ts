import { type Signal, signal } from '@preact/signals';

/** A list of traces as somebody wants to find it again. */
export interface SavedView {
  readonly name: string;
  /** Query string with its `?`, or ''. */
  readonly search: string;
}

const STORAGE_KEY = 'tracewright.views';

/** In order of their names. */
export const savedViews: Signal<readonly SavedView[]> = signal(stored());

/** Keeps a view; one of the same name is replaced. */
export function saveView(view: SavedView): void {
  const others = savedViews.peek().filter(({ name }) => name !== view.name);
  store([...others, view].sort((a, b) => a.name.localeCompare(b.name)));
}

export function deleteView(name: string): void {
  store(savedViews.peek().filter((view) => view.name !== name));
}

function store(views: readonly SavedView[]): void {
  savedViews.value = views;
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(views));
  } catch {
    // Storage can be forbidden or full; the views then last as long as the page.
  }
}

function stored(): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(views) ? views.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  const { name, search } = (value ?? {}) as Partial<SavedView>;
  // What stands in the storage becomes an address: nothing but a query string.
  return typeof name === 'string' && typeof search === 'string' && /^(\?|$)/.test(search);
}
