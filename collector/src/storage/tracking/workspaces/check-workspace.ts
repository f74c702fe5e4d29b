import { ApiError } from '../../../errors.ts';

const MIN_ID = 2;
const MAX_ID = 63;
/** MLflow's rules, whose clients refuse others before they send them. */
const ID = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const RESERVED = ['workspaces', 'api', 'ajax-api', 'static-files'];
const MAX_NAME = 200;
const MAX_DESCRIPTION = 5_000;

/** @throws ApiError `INVALID_PARAMETER_VALUE` if a workspace cannot have this id. */
export function checkWorkspaceId(id: string): void {
  const said = `Workspace name '${id.slice(0, MAX_ID + 1)}'`;
  if (id.length < MIN_ID || id.length > MAX_ID) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `${said} must be between ${MIN_ID} and ${MAX_ID} characters.`);
  }
  if (!ID.test(id)) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `${said} must consist of small letters and digits, with hyphens between them only.`,
    );
  }
  if (RESERVED.includes(id)) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `${said} is reserved and cannot be used.`);
  }
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` if they are too long, or the name is empty. */
export function checkWorkspaceTexts({
  name,
  description,
}: {
  readonly name: string;
  readonly description: string;
}): void {
  if (name.trim() === '') throw new ApiError('INVALID_PARAMETER_VALUE', 'name: must not be empty');
  if (name.length > MAX_NAME) throw new ApiError('INVALID_PARAMETER_VALUE', `name: at most ${MAX_NAME} characters`);
  if (description.length > MAX_DESCRIPTION) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `description: at most ${MAX_DESCRIPTION} characters`);
  }
}
