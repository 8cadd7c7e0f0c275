/** Options of an {@link AwsError}. */
export interface AwsErrorOptions {
  /** HTTP status of the response. @default 400 */
  readonly httpStatus?: number;
  /** Page or model that documents the rule. @default - none */
  readonly source?: string;
}

/** A refusal of an AWS service, with AWS's own code and message. */
export class AwsError extends Error {
  /** AWS's error code, such as `BucketAlreadyExists`. */
  readonly code: string;
  /** HTTP status of the response. */
  readonly httpStatus: number;
  /** Page or model that documents the rule, when one is known. */
  readonly source: string | undefined;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.httpStatus = options.httpStatus ?? 400;
    this.source = options.source;
  }
}

/** API operation of a refused request. */
export interface Operation {
  /** Service as the AWS SDK for Go names it, such as `S3` or `Route 53`. */
  readonly service: string;
  /** API operation, such as `CreateBucket`. */
  readonly operation: string;
  /** Id of the request, part of the message. */
  readonly requestId: string;
}

/**
 * Formats a refusal as the provider reports it.
 *
 * @see https://github.com/aws/smithy-go/blob/main/errors.go and aws-sdk-go-v2/aws/transport/http/response_error.go
 */
export function formatAwsError(error: AwsError, at: Operation): string {
  return (
    `operation error ${at.service}: ${at.operation}, https response error StatusCode: ${error.httpStatus}, ` +
    `RequestID: ${at.requestId}, api error ${error.code}: ${error.message}`
  );
}

/** An error of the provider, not of AWS: a data source has no result or more than one. */
export class LookupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LookupError";
  }
}
