import { ALL_RIGHTS, type Rights } from './rights.ts';

/** What somebody may see and change within the workspace of a request. */
export interface Access {
  /** Of experiments, and everything that belongs to them: runs, traces, files, logged models, datasets, evaluations. */
  readonly experiments: Rights;
  /** Of registered models and prompts. */
  readonly models: Rights;
  /** Whether new experiments and models may be made. */
  readonly mayCreate: boolean;
  /** Who gets MANAGE on what they make; undefined where that goes without saying, or it is nobody by name. */
  readonly creatorId: string | undefined;
  /** Whether nothing is kept from them. */
  readonly isFull: boolean;
}

export const FULL_ACCESS: Access = {
  experiments: ALL_RIGHTS,
  models: ALL_RIGHTS,
  mayCreate: true,
  creatorId: undefined,
  isFull: true,
};
