/** How MLflow's messages name what a condition is about: `tags.env` is about a tag. */
export type EntityKind =
  | 'attribute'
  | 'metric'
  | 'parameter'
  | 'tag'
  | 'dataset'
  | 'metadata'
  | 'span'
  | 'feedback'
  | 'expectation'
  | 'issue';

export type EntityOperator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'RLIKE'
  | 'IN'
  | 'NOT IN'
  | EntityPresence;
export type EntityPresence = 'IS NULL' | 'IS NOT NULL';

/** What may be asked of one kind, or of one attribute. */
export interface EntityField {
  readonly type: 'text' | 'number' | 'any';
  /** Other words that stand for it. */
  readonly aliases?: readonly string[];
  /** One sentence, for those who write a filter. */
  readonly about?: string;
  /** Default: the comparators of its type, {@link TEXT_OPERATORS} or {@link NUMBER_OPERATORS}. */
  readonly operators?: readonly EntityOperator[];
}

/**
 * What the filter and the order of one list may name. A new target is a new table: the parser and the messages come
 * with it, and the store of the target says what its names mean in SQL.
 */
export interface EntityTable {
  /** Kinds that have keys of their own, `attribute` left out. Their aliases are what stands before the dot. */
  readonly kinds: Readonly<Partial<Record<Exclude<EntityKind, 'attribute'>, EntityField>>>;
  /** Canonical names; they stand bare, or behind one of `prefixes`. */
  readonly attributes: Readonly<Record<string, EntityField>>;
  /** Words before a dot that say that an attribute follows. */
  readonly prefixes: readonly string[];
  /** What keys of a kind may be, where they are not free. */
  readonly keys?: Readonly<Partial<Record<EntityKind, readonly string[]>>>;
}

export const TEXT_OPERATORS: readonly EntityOperator[] = ['=', '!=', 'LIKE', 'ILIKE'];
export const NUMBER_OPERATORS: readonly EntityOperator[] = ['>', '>=', '!=', '=', '<', '<='];

/** What is named by one condition or order, canonically. */
export interface EntityName {
  readonly kind: EntityKind;
  /** Name of the attribute, or the key. */
  readonly key: string;
}

/** One condition; all of a filter hold at once. */
export interface EntityCondition extends EntityName {
  readonly operator: EntityOperator;
  /** One value; none for presence, one or more for IN. Numbers for fields of numbers. */
  readonly values: readonly (string | number)[];
}

export interface EntityOrder extends EntityName {
  readonly isDescending: boolean;
}
