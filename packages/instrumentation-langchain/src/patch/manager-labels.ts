/** Tags and metadata of a callback manager: all of them, and those that its children get. None is changed in place. */
export interface Labels {
  readonly tags: readonly unknown[];
  readonly inheritableTags: readonly unknown[];
  readonly metadata: object;
  readonly inheritableMetadata: object;
}

/** What LangChain's `_configureSync` is given besides handlers: for the run and its children, and for the run alone. */
export type LabelsToAdd = readonly [
  tags?: unknown,
  localTags?: unknown,
  metadata?: unknown,
  localMetadata?: unknown,
  ...rest: unknown[],
];

export function noLabels(): Labels {
  return { tags: [], inheritableTags: [], metadata: {}, inheritableMetadata: {} };
}

/** As `addTags` and `addMetadata` of LangChain's manager; lists and records that nothing is added to stay the same. */
export function labelsWith(labels: Labels, [tags, localTags, metadata, localMetadata]: LabelsToAdd): Labels {
  return withMetadata(
    withMetadata(withTags(withTags(labels, tags, true), localTags, false), metadata, true),
    localMetadata,
    false,
  );
}

/** What a child gets, with a tag of its own. */
export function childLabels({ inheritableTags, inheritableMetadata }: Labels, tag: unknown): Labels {
  const inherited = {
    tags: inheritableTags,
    inheritableTags,
    metadata: inheritableMetadata,
    inheritableMetadata,
  };
  return tag ? withTags(inherited, [tag], false) : inherited;
}

function withTags(labels: Labels, added: unknown, inherit: boolean): Labels {
  if (!Array.isArray(added) || added.length === 0) return labels;
  const { tags, inheritableTags, metadata, inheritableMetadata } = labels;
  const inherited = without(inheritableTags, added);
  return {
    tags: [...without(tags, added), ...(added as readonly unknown[])],
    inheritableTags: inherit ? [...inherited, ...(added as readonly unknown[])] : inherited,
    metadata,
    inheritableMetadata,
  };
}

function without(tags: readonly unknown[], removed: readonly unknown[]): readonly unknown[] {
  return tags.some((tag) => removed.includes(tag)) ? tags.filter((tag) => !removed.includes(tag)) : tags;
}

function withMetadata(labels: Labels, added: unknown, inherit: boolean): Labels {
  if (typeof added !== 'object' || added === null || isEmpty(added)) return labels;
  const { tags, inheritableTags, metadata, inheritableMetadata } = labels;
  return {
    tags,
    inheritableTags,
    metadata: { ...metadata, ...added },
    inheritableMetadata: inherit ? { ...inheritableMetadata, ...added } : inheritableMetadata,
  };
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}
