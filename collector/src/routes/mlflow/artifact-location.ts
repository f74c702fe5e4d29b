import { ApiError } from '../../errors.ts';
import { checkedPath } from './artifact-path.ts';
import { blobPathOf } from './artifact-uri.ts';

const MAX_LENGTH = 2_048;

/**
 * Checks where the artifacts of a new experiment are to go: everything that its runs store is put behind it.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words.
 */
export function checkArtifactLocation(location: string): void {
  if (location.includes('#')) throw invalid("'artifact_location' URL can't include fragments or params.");
  if (location.startsWith('runs:')) throw invalid(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  if (location.length > MAX_LENGTH) {
    throw invalid(
      'Invalid artifact path length. The length of the artifact path cannot be greater than ' +
        `${MAX_LENGTH} characters.`,
    );
  }
  checkedPath(blobPathOf(location) ?? '');
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
