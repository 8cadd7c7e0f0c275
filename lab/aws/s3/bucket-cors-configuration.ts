import { listObjects } from "../common/inputs";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asStrings, type Properties } from "../property-values";
import { bucketConfigurationType } from "./bucket-configuration-type";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html";
const METHODS = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/** Cross-origin access of browsers to a bucket; a put replaces all earlier rules. */
export const bucketCorsConfiguration = bucketConfigurationType(
  "bucketCorsConfiguration:BucketCorsConfiguration",
  {},
  (_call, inputs) => {
    for (const rule of listObjects(inputs.corsRules)) refuse(findCorsError(rule));
  },
);

/** Returns the error of a rule, or undefined when S3 accepts it. */
function findCorsError(rule: Properties): AwsError | undefined {
  const method = asStrings(rule.allowedMethods).find((one) => !METHODS.includes(one));
  if (method !== undefined)
    return corsError(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  for (const [element, values] of [
    ["AllowedOrigin", rule.allowedOrigins],
    ["AllowedHeader", rule.allowedHeaders],
  ] as const) {
    const wild = asStrings(values).find((one) => one.split("*").length > 2);
    if (wild !== undefined) return corsError(`${element} "${wild}" can not have more than one wildcard.`);
  }
  const exposed = asStrings(rule.exposeHeaders).find((one) => one.includes("*"));
  if (exposed === undefined) return undefined;
  return corsError(
    `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
  );
}

function corsError(words: string): AwsError {
  return new AwsError("InvalidRequest", words, { source: SOURCE });
}
