import { basename } from 'node:path';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { OTEL, TRACEWRIGHT } from '@tracewright/schema';

/**
 * Who sends: SDK, then `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME`, then what the app said in code.
 *
 * @param program as it was started
 */
export function appResource(
  experiment: string,
  serviceName: string | undefined,
  program: string = process.argv0,
): Resource {
  return defaultResource()
    .merge(resourceFromAttributes({ [OTEL.serviceName]: unknownService(program) }))
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(
      resourceFromAttributes({
        [TRACEWRIGHT.experiment]: experiment,
        ...(serviceName === undefined ? {} : { [OTEL.serviceName]: serviceName }),
      }),
    );
}

/**
 * What OpenTelemetry calls an app that has not said its name, by the name of its program alone: the SDK says all of the path where
 * that was started by one.
 */
function unknownService(program: string): string {
  return `unknown_service:${basename(program)}`;
}
