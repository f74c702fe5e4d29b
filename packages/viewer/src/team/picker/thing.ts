import type { PermissionKind } from '@tracewright/schema';

/** Something that one can be asked to choose. */
export interface Thing {
  readonly kind: PermissionKind;
  /** Id of an experiment, or name of a registered model or prompt. */
  readonly id: string;
  readonly name: string;
}
