const PREFIX = 'variant.';

/** Key of the tag by which a trace says which variant of a test it was done with. */
export function variantTag(test: string): string {
  return PREFIX + test;
}

/** The test that a tag is about; undefined of other tags. */
export function testOfVariantTag(key: string): string | undefined {
  return key.startsWith(PREFIX) && key.length > PREFIX.length ? key.slice(PREFIX.length) : undefined;
}
