import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { OTEL, TRACEWRIGHT } from '@tracewright/schema';

/** Who sends: SDK, then `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME`, then what the app said in code. */
export function appResource(experiment: string, serviceName: string | undefined): Resource {
  return defaultResource()
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(
      resourceFromAttributes({
        [TRACEWRIGHT.experiment]: experiment,
        ...(serviceName === undefined ? {} : { [OTEL.serviceName]: serviceName }),
      }),
    );
}
