import { createRequire } from 'node:module';

/** Of this package, from its manifest, which lies one folder above source, build and bundle alike. */
export function ownVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
