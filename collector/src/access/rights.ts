import { type Action, allowsAction, type Level, lower } from './level.ts';

/** Things of one kind by what somebody may do with them. */
export interface Rights {
  /** What holds for everything that is not named. */
  readonly base: Level;
  /** By id of the experiment, or name of the model. */
  readonly named: ReadonlyMap<string, Level>;
}

/** Which things are meant: these alone, or all but these. */
export type Among = { readonly only: readonly string[] } | { readonly except: readonly string[] };

export const ALL_RIGHTS: Rights = { base: 'manage', named: new Map() };
export const NO_RIGHTS: Rights = { base: 'none', named: new Map() };

export function levelOf({ base, named }: Rights, id: string): Level {
  return named.get(id) ?? base;
}

export function may(rights: Rights, action: Action, id: string): boolean {
  return allowsAction(levelOf(rights, id), action);
}

/** Whether nothing at all has to be looked up to tell that the action is allowed. */
export function mayAll({ base, named }: Rights, action: Action): boolean {
  if (!allowsAction(base, action)) return false;
  for (const level of named.values()) if (!allowsAction(level, action)) return false;
  return true;
}

/** The things with which the action is allowed; undefined: all. */
export function among({ base, named }: Rights, action: Action): Among | undefined {
  const isAllowed = allowsAction(base, action);
  const others = [...named].filter(([, level]) => allowsAction(level, action) !== isAllowed).map(([id]) => id);
  if (!isAllowed) return { only: others };
  return others.length === 0 ? undefined : { except: others };
}

export function isAmong(rule: Among | undefined, id: string): boolean {
  if (rule === undefined) return true;
  return 'only' in rule ? rule.only.includes(id) : !rule.except.includes(id);
}

/** No more than `cap` of any. */
export function capped({ base, named }: Rights, cap: Level): Rights {
  return { base: lower(base, cap), named: new Map([...named].map(([id, level]) => [id, lower(level, cap)])) };
}

/** What is left where only these ids are meant. */
export function onlyThese(rights: Rights, ids: readonly string[]): Rights {
  return { base: 'none', named: new Map(ids.map((id) => [id, levelOf(rights, id)])) };
}
