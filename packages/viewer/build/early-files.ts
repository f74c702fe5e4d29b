import type { Plugin } from 'vite';

/** What of a bundle's chunk this needs to know. */
interface Chunk {
  readonly type: 'chunk';
  readonly isEntry: boolean;
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> };
}

/** A bundle by the names of its files. */
export type EarlyBundle = Readonly<Record<string, Chunk | { readonly type: 'asset' }>>;

/**
 * Writes into the page's head which files the list of traces is made of, for `public/early.js` to fetch them while the
 * entry, which would ask for them, is still on its way.
 *
 * @param module The end of the path of the list's module.
 */
export function earlyFiles(module: string): Plugin {
  return {
    name: 'tracewright:early-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const files = filesOf(bundle as unknown as EarlyBundle, module).join(' ');
        return html.replace('src="/early.js"', `src="/early.js" data-list="${files}"`);
      },
    },
  };
}

/** The files of a page, as addresses, without those that the entry brings along. */
export function filesOf(bundle: EarlyBundle, module: string): readonly string[] {
  const chunks = Object.entries(bundle).flatMap(([name, file]) => (file.type === 'chunk' ? [{ name, file }] : []));
  const page = chunks.find(({ file }) => file.facadeModuleId?.endsWith(module));
  if (!page) throw new Error(`${module} is no page of its own in the bundle`);
  const first = filesFrom(
    bundle,
    chunks.flatMap(({ name, file }) => (file.isEntry ? [name] : [])),
  );
  return [...filesFrom(bundle, [page.name])].filter((name) => !first.has(name)).map((name) => `/${name}`);
}

/** Some chunks with all that they import at once, scripts and style sheets. */
function filesFrom(bundle: EarlyBundle, names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) {
    const file = bundle[name];
    if (file?.type !== 'chunk') continue;
    for (const needed of [...file.imports, ...(file.viteMetadata?.importedCss ?? [])]) found.add(needed);
  }
  return found;
}
