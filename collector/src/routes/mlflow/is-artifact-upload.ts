import type { IncomingMessage } from 'node:http';

const PATH = /^\/(?:api|ajax-api)\/2\.0\/mlflow-artifacts\/(?:artifacts|mpu\/parts)\//;

/** Whether a request brings a file, which goes to the disk as it comes and may be of any size. */
export function isArtifactUpload({ method, url = '' }: IncomingMessage): boolean {
  return method === 'PUT' && PATH.test(url);
}
