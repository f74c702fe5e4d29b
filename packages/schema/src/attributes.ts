/**
 * Attribute names of the OpenTelemetry GenAI conventions, newest form. They still have the status "development", so
 * this is the only place that spells them.
 *
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export const GEN_AI = {
  operationName: 'gen_ai.operation.name',
  providerName: 'gen_ai.provider.name',
  conversationId: 'gen_ai.conversation.id',
  outputType: 'gen_ai.output.type',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  systemInstructions: 'gen_ai.system_instructions',
  toolDefinitions: 'gen_ai.tool.definitions',
  agentName: 'gen_ai.agent.name',
  agentId: 'gen_ai.agent.id',
  workflowName: 'gen_ai.workflow.name',
  dataSourceId: 'gen_ai.data_source.id',
  promptName: 'gen_ai.prompt.name',
  promptVersion: 'gen_ai.prompt.version',
  embeddingsDimensionCount: 'gen_ai.embeddings.dimension.count',

  requestModel: 'gen_ai.request.model',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  requestTemperature: 'gen_ai.request.temperature',
  requestTopP: 'gen_ai.request.top_p',
  requestFrequencyPenalty: 'gen_ai.request.frequency_penalty',
  requestPresencePenalty: 'gen_ai.request.presence_penalty',
  requestStopSequences: 'gen_ai.request.stop_sequences',
  requestSeed: 'gen_ai.request.seed',
  requestStream: 'gen_ai.request.stream',
  requestChoiceCount: 'gen_ai.request.choice.count',
  requestEncodingFormats: 'gen_ai.request.encoding_formats',
  requestPreviousResponseId: 'gen_ai.request.previous_response.id',
  requestReasoningLevel: 'gen_ai.request.reasoning.level',

  responseId: 'gen_ai.response.id',
  responseModel: 'gen_ai.response.model',
  responseFinishReasons: 'gen_ai.response.finish_reasons',
  /** Seconds, double; streams only. */
  responseTimeToFirstChunk: 'gen_ai.response.time_to_first_chunk',

  /** Includes the cached tokens. */
  usageInputTokens: 'gen_ai.usage.input_tokens',
  /** Includes the reasoning tokens. */
  usageOutputTokens: 'gen_ai.usage.output_tokens',
  usageCacheReadInputTokens: 'gen_ai.usage.cache_read.input_tokens',
  usageCacheWriteInputTokens: 'gen_ai.usage.cache_write.input_tokens',
  usageReasoningOutputTokens: 'gen_ai.usage.reasoning.output_tokens',
  usageAudioInputTokens: 'gen_ai.usage.audio.input_tokens',
  usageAudioOutputTokens: 'gen_ai.usage.audio.output_tokens',
  usageImageInputTokens: 'gen_ai.usage.image.input_tokens',
  usageImageOutputTokens: 'gen_ai.usage.image.output_tokens',
  /** USD, double. Not in the conventions, but what the field writes. */
  usageCost: 'gen_ai.usage.cost',

  toolName: 'gen_ai.tool.name',
  toolType: 'gen_ai.tool.type',
  toolDescription: 'gen_ai.tool.description',
  toolCallId: 'gen_ai.tool.call.id',
  toolCallArguments: 'gen_ai.tool.call.arguments',
  toolCallResult: 'gen_ai.tool.call.result',

  retrievalQueryText: 'gen_ai.retrieval.query.text',
  retrievalDocuments: 'gen_ai.retrieval.documents',
  retrievalTopK: 'gen_ai.retrieval.top_k',
} as const;

/** Attributes that the conventions keep for OpenAI alone. */
export const OPENAI = {
  apiType: 'openai.api.type',
  requestServiceTier: 'openai.request.service_tier',
  responseServiceTier: 'openai.response.service_tier',
  responseSystemFingerprint: 'openai.response.system_fingerprint',
} as const;

/** Ours, beyond the conventions. */
export const TRACEWRIGHT = {
  /** One of {@link STEP_KINDS}. */
  spanKind: 'tracewright.span.kind',
  /** True on a copy of a span sent while it still runs. */
  spanPending: 'tracewright.span.pending',
  /** 16 hex digits: the nearest ancestor recorded by Tracewright; used where the real parent was exported elsewhere. */
  parentSpanId: 'tracewright.parent_span_id',
  /** The LangChain run's own name, where the span is named after the model call. */
  runName: 'tracewright.run.name',
  /** JSON text. */
  input: 'tracewright.input',
  /** JSON text. */
  output: 'tracewright.output',
  /** What the provider calls the request by which it answered or refused, for its support to find it. */
  requestId: 'tracewright.request_id',
  usageEstimated: 'tracewright.usage.estimated',
  /** Length of the audio that a call is billed by, seconds. */
  usageAudioSeconds: 'tracewright.usage.audio_seconds',
  /** True on a model's step that was answered from a cache: it used and cost nothing. */
  cacheHit: 'tracewright.cache.hit',
  /** True on a step that stopped at an interrupt, to be resumed by another call. */
  interrupted: 'tracewright.interrupted',
  /** Id of the thread that a call of a graph belongs to, as the app's checkpointer knows it. */
  threadId: 'tracewright.thread_id',
  /** True on a call of a graph that goes on where the last call of its thread stopped, in whichever process that was. */
  resumed: 'tracewright.resumed',
  /** How many vectors an embeddings call answered with. */
  embeddingsCount: 'tracewright.embeddings.count',
  streamChunks: 'tracewright.stream.chunks',
  streamMaxGapMs: 'tracewright.stream.max_gap_ms',
  /** One of `complete`, `cancelled`, `error`, `abandoned`. */
  streamEnd: 'tracewright.stream.end',
  /** True on a step that took its input as a stream: it lasts from the first piece on, waiting for more in between. */
  streamInput: 'tracewright.stream.input',
  /** Names of the attributes that were cut, or left out where no room was left, string[]. */
  truncated: 'tracewright.truncated',
  /** Prefix: `tracewright.blob.<attribute>` says where all of one that was cut is kept, `tracewright:blob:<SHA-256>`. */
  blobPrefix: 'tracewright.blob.',
  /** string[] */
  tags: 'tracewright.tags',
  /** Prefix: `tracewright.metadata.<key>`. */
  metadataPrefix: 'tracewright.metadata.',
  /** JSON text: which variant of each test the step was done with, `{"<test>":"<variant>"}`. */
  variants: 'tracewright.variants',
  /** The tracking run that this trace belongs to. */
  runId: 'tracewright.run_id',
  /** Name of the judge whose call a span is. */
  judge: 'tracewright.judge',
  /** Of all that decides the judge's verdicts, 16 hex digits. */
  judgeFingerprint: 'tracewright.judge.fingerprint',
  /** The evaluation that the judge was called for: its trace is no part of that run. */
  evaluationRun: 'tracewright.evaluation.run',
  /** SHA-256 of what the prompt says that a call was made with, 64 hex digits. */
  promptHash: 'tracewright.prompt.hash',
  /** Resource attribute: name of the experiment. */
  experiment: 'tracewright.experiment',
  /** Prefix of the parts of a cost in USD: `tracewright.cost.input` and so on. */
  costPrefix: 'tracewright.cost.',
  /** Names of the parts without a known price, string[]. */
  costUnpriced: 'tracewright.cost.unpriced',
  /** `provider`, `pricelist@<date>`, `override` or `local`. */
  costSource: 'tracewright.cost.source',
  /** How many parts of a span or of a log record rules have hidden before it was stored, int. */
  redacted: 'tracewright.redacted',
  /** Resource attribute: how many spans the sender had to drop before this batch. */
  droppedSpans: 'tracewright.dropped_spans',
} as const;

/** Names from the general OpenTelemetry conventions that we set or read. */
export const OTEL = {
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  sessionId: 'session.id',
  userId: 'user.id',
  serviceName: 'service.name',
  httpRequestResendCount: 'http.request.resend_count',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStacktrace: 'exception.stacktrace',
} as const;

/** Event on a model span for each failed attempt, with `tracewright.attempt.status` and `.wait_ms`. */
export const ATTEMPT_EVENT = {
  name: 'tracewright.attempt',
  /** HTTP status, int; absent where no answer came. */
  status: 'tracewright.attempt.status',
  /** How long the client waited before it tried again, ms. */
  waitMs: 'tracewright.attempt.wait_ms',
  /** `error.type` of the attempt. */
  errorType: 'error.type',
} as const;

/** Headers by which a sender routes a request to an experiment or run. */
export const ROUTING_HEADER = {
  /** Name of the experiment. */
  experiment: 'x-tracewright-experiment',
  /** Id of the experiment. */
  mlflowExperimentId: 'x-mlflow-experiment-id',
  mlflowRunId: 'x-mlflow-run-id',
} as const;
