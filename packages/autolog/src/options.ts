import type { ContentOptions } from '@tracewright/instrumentation-core';
import type { LangChainModules } from '@tracewright/instrumentation-langchain';
import type { PriceOverride } from '@tracewright/pricing';
import type { Dialect } from './export/dialects/dialect.ts';

/** Encodings of OTLP over HTTP that we send. */
export type OtlpProtocol = 'http/json' | 'http/protobuf';

/** A receiver of spans over OTLP/HTTP. */
export interface Destination {
  /**
   * OTLP/HTTP base address; `/v1/traces` is appended. Default `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` as it stands, then
   * `OTEL_EXPORTER_OTLP_ENDPOINT`, then `http://localhost:4318`.
   */
  readonly endpoint?: string;
  /** Sent with every request, such as the key of a back-end. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `OTEL_EXPORTER_OTLP_[TRACES_]PROTOCOL`, then `http/json`. */
  readonly protocol?: OtlpProtocol;
  /** Default `OTEL_EXPORTER_OTLP_[TRACES_]COMPRESSION`, then `none`. */
  readonly compression?: 'gzip' | 'none';
  /**
   * Sends spans that have been running for a second as they are so far, and again when they end. For our collector,
   * which shows them as running; others would take them for ended ones. Default false.
   */
  readonly live?: boolean;
  /**
   * Adds the attributes that a back-end has names of its own for: `openinference` for Phoenix, `mlflow` for MLflow,
   * `langfuse` for Langfuse. Texts are sent twice then. Default none: the GenAI conventions and ours.
   */
  readonly dialect?: Dialect;
}

/** What `autolog()` takes. Each option wins over its environment variable; every one has a default. */
export interface AutologOptions extends Omit<ContentOptions, 'keepWhole'>, Destination {
  /** Besides these, the headers of `OTEL_EXPORTER_OTLP_[TRACES_]HEADERS` are sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Several receivers at once, in place of the one that the options of {@link Destination} describe here. Each gets
   * everything; one that is down holds up no other. The headers of the environment go only to one without an endpoint
   * of its own. Feedback goes to the first. An empty list: spans are sent nowhere, for those who listen within the process.
   */
  readonly destinations?: readonly Destination[];
  /** Name of the experiment that traces belong to. Default `TRACEWRIGHT_EXPERIMENT`, then `Default`. */
  readonly experiment?: string;
  /** Default `OTEL_SERVICE_NAME`, then the one in `OTEL_RESOURCE_ATTRIBUTES`, then `unknown_service:node`. */
  readonly serviceName?: string;
  /**
   * Traces the `openai` package; false leaves it alone. A bundled app passes the module that it imported, since there
   * is no package left to find: `{ module: OpenAI }`. Default true.
   */
  readonly openai?: boolean | { readonly module: unknown };
  /**
   * Traces `@langchain/core`; false leaves it alone. A bundled app passes the modules that it imported:
   * `{ modules: { callbacksManager, singletons, chatModels } }`. Default true.
   */
  readonly langchain?: boolean | { readonly modules: LangChainModules };
  /**
   * Counts the tokens of answers that come without usage, as streams do that are not asked for it, in a thread of its
   * own; such usage is marked `tracewright.usage.estimated`. Default true.
   */
  readonly estimateUsage?: boolean;
  /**
   * Asks streamed completions for their usage where the app does not, and hides it from the app. What is sent differs
   * then: the request carries `stream_options.include_usage`. Default false.
   */
  readonly includeUsage?: boolean;
  /**
   * A stream of the `openai` package that nobody has begun to read ends as abandoned after this time, ms. Default
   * 600,000.
   */
  readonly unreadStreamTimeoutMs?: number;
  /**
   * Sends all of each content attribute that is cut to the collector, which keeps it as long as its trace; the span says
   * where, as `tracewright.blob.<attribute>`. For our collector only: the first of the destinations. What has not been
   * sent when the process ends is lost; `flush()` sends it. Default false.
   */
  readonly offload?: boolean;
  /** Prices that win over the price list. */
  readonly prices?: readonly PriceOverride[];
  /**
   * `own`: a pipeline of our own, which leaves any other OpenTelemetry set-up of the app as it is. `global`: spans go
   * through the app's registered provider; destinations, experiment and prices have no effect on them, though feedback
   * still goes to the first of the destinations. Default `own`.
   */
  readonly provider?: 'own' | 'global';
  /**
   * For platforms that freeze a function once it has answered: called with a promise whenever the outermost step of a
   * trace ends, which resolves when its spans have been sent; with `provider: 'global'`, when the app's provider has been
   * flushed. Vercel's `waitUntil` fits.
   */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}
