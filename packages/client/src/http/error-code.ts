/** What a server of ours or MLflow's can answer with, and the status where an answer has no code of its own. */
const STATUS = {
  INVALID_PARAMETER_VALUE: 400,
  MALFORMED_REQUEST: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  CUSTOMER_UNAUTHORIZED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RESOURCE_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  REQUEST_LIMIT_EXCEEDED: 429,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL_ERROR: 500,
  INVALID_STATE: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

/** Codes that a server answers with; the names are MLflow's. */
export type ServerErrorCode = keyof typeof STATUS;

/** What happens on this side of the connection. */
export type ClientErrorCode =
  /** Nobody answers. */
  | 'CONNECTION_FAILED'
  /** The answer took longer than `timeoutMs`. */
  | 'REQUEST_TIMED_OUT'
  /** What came is no answer of a tracking server, such as the page of a proxy. */
  | 'UNEXPECTED_ANSWER'
  /** The work of a run is done, but not all that it logged has arrived. */
  | 'LOGGING_FAILED';

export type ErrorCode = ServerErrorCode | ClientErrorCode;

/** The code of an answer, by its own word or else by its status. */
export function codeOfAnswer(word: unknown, status: number): ErrorCode {
  if (typeof word === 'string' && Object.hasOwn(STATUS, word)) return word as ServerErrorCode;
  const entry = CODE_OF_STATUS[status];
  if (entry !== undefined) return entry;
  return status >= 500 ? 'INTERNAL_ERROR' : 'UNEXPECTED_ANSWER';
}

const CODE_OF_STATUS: Readonly<Record<number, ServerErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  405: 'METHOD_NOT_ALLOWED',
  409: 'RESOURCE_CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  416: 'RANGE_NOT_SATISFIABLE',
  429: 'RESOURCE_EXHAUSTED',
  501: 'NOT_IMPLEMENTED',
  // What stands before a server says these while the server starts anew.
  502: 'TEMPORARILY_UNAVAILABLE',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'TEMPORARILY_UNAVAILABLE',
};
