import { describeMismatch, findFlaws, type Props, type Resource, resourceRule } from "../../kit";

/** Where types have CORS rules: the path of the rules, and the paths of origins and of the flag for credentials in them. */
const CORS: Readonly<
  Record<string, { readonly rules: string; readonly origins: string; readonly credentials?: string }>
> = {
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": { rules: "corsRules", origins: "allowedOrigins" },
  "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2": {
    rules: "corsRules",
    origins: "allowedOrigins",
  },
  "aws:s3/bucket:Bucket": { rules: "corsRules", origins: "allowedOrigins" },
  "aws:s3/bucketV2:BucketV2": { rules: "corsRules", origins: "allowedOrigins" },
  "aws:apigatewayv2/api:Api": {
    rules: "corsConfiguration",
    origins: "allowOrigins",
    credentials: "allowCredentials",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    rules: "cors",
    origins: "allowOrigins",
    credentials: "allowCredentials",
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    rules: "corsConfig",
    origins: "accessControlAllowOrigins.items",
    credentials: "accessControlAllowCredentials",
  },
};

const WEBSITE = [
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
];
const BUCKET = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** A page of any site may use what CORS allows for every origin, and a website endpoint serves plain HTTP to everyone. */
export const corsAndWebsite = resourceRule({
  name: "cors-and-website",
  title: "CORS names its origins, and no bucket is a website",
  description:
    "CORS rules that let pages change data or send credentials name their origins; no bucket serves a website by itself.",
  level: "advisory",
  severity: "medium",
  tags: ["edge", "checkov:CKV2_AWS_75", "cdk-nag:AwsSolutions-S5"],
  remediationSteps:
    "List the origins of the pages that call, such as https://app.example.com; serve a website through aws.cloudfront.Distribution with origin access control.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
  types: [...Object.keys(CORS), ...WEBSITE],
  checks: {
    cors: (resource) => {
      const form = CORS[resource.type];
      if (!form) return undefined;
      return findFlaws(resource.list(form.rules), (rule) => findOpenOrigin(rule, form));
    },
    website: (resource) => findWebsite(resource),
  },
});

function findOpenOrigin(
  rule: Props,
  { origins, credentials }: { readonly origins: string; readonly credentials?: string },
): string | undefined {
  if (!rule.strings(origins).some((origin) => /^(https?:\/\/)?\*$/.test(origin))) return undefined;
  // A public file, font or API without credentials may be read by every page.
  const isReadOnly =
    credentials === undefined
      ? rule.strings("allowedMethods").every((method) => /^(GET|HEAD)$/i.test(method))
      : rule.boolean(credentials) !== true;
  if (isReadOnly) return undefined;
  return describeMismatch(rule, origins, "the origins of the pages that call it");
}

function findWebsite(resource: Resource): string | undefined {
  const isAlwaysRedirect = (props: Props): boolean => props.isSet("redirectAllRequestsTo");
  if (WEBSITE.includes(resource.type)) {
    if (isAlwaysRedirect(resource)) return undefined;
    return "it makes its bucket a website with plain HTTP, expected no website; serve the bucket through CloudFront";
  }
  const website = BUCKET.includes(resource.type) ? resource.object("website") : undefined;
  if (!website || isAlwaysRedirect(website)) return undefined;
  return "website makes the bucket a website with plain HTTP, expected no website; serve the bucket through CloudFront";
}
