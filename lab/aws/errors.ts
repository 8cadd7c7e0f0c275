/** What an {@link AwsError} carries besides its code and text. */
export interface AwsErrorOptions {
  /** HTTP status of the answer. @default 400 */
  readonly httpStatus?: number;
  /** Page or model that documents the rule. @default - none */
  readonly source?: string;
}

/** An answer by which an AWS service refuses a request: AWS's own code and text. */
export class AwsError extends Error {
  /** AWS's error code, such as `BucketAlreadyExists`. */
  readonly code: string;
  /** HTTP status of the answer. */
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

/** Where a refused request was going. */
export interface Operation {
  /** Service as the AWS SDK for Go names it, such as `S3` or `Route 53`. */
  readonly service: string;
  /** API operation, such as `CreateBucket`. */
  readonly operation: string;
  /** Id of the request, which the text carries as AWS's does. */
  readonly requestId: string;
}

/**
 * The text in which the provider reports a refusal.
 *
 * @see https://github.com/aws/smithy-go/blob/main/errors.go and aws-sdk-go-v2/aws/transport/http/response_error.go
 */
export function formatAwsError(error: AwsError, at: Operation): string {
  return (
    `operation error ${at.service}: ${at.operation}, https response error StatusCode: ${error.httpStatus}, ` +
    `RequestID: ${at.requestId}, api error ${error.code}: ${error.message}`
  );
}

/** A question to which the provider, not AWS, says that there is no answer or more than one. */
export class LookupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LookupError";
  }
}
