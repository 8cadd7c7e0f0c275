/** Form of an S3 URI, for messages. */
export const S3_URI_FORM = "an S3 URI such as s3://example-bucket/prefix/";

const S3_URI = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** Returns bucket and prefix of an S3 URI, or undefined for any other string. */
export function parseS3Uri(uri: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ""] = S3_URI.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

/** Whether `uri` is the S3 URI of a bucket or a prefix. */
export function isS3Uri(uri: string): boolean {
  return S3_URI.test(uri);
}
