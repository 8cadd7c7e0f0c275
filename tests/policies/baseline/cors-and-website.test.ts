import { corsAndWebsite } from "../../../policies/baseline/rules/cors-and-website";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const ORIGIN = "https://app.example.com";
const END = 'is ["*"], expected the origins of the pages that call it';

prove(corsAndWebsite, {
  compliant: [
    resource("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "uploads", {
      corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: [ORIGIN] }],
    }),
    resource("aws:apigatewayv2/api:Api", "api", {
      corsConfiguration: { allowOrigins: [ORIGIN], allowCredentials: true },
    }),
    resource("aws:lambda/functionUrl:FunctionUrl", "url", {
      cors: { allowOrigins: [ORIGIN], allowCredentials: true },
    }),
    resource("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", {
      corsConfig: { accessControlAllowOrigins: { items: [ORIGIN] }, accessControlAllowCredentials: true },
    }),
    resource("aws:s3/bucket:Bucket", "bucket", {}),
  ],
  alsoCompliant: {
    "public files": [
      resource("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "fonts", {
        corsRules: [{ allowedMethods: ["GET", "HEAD"], allowedOrigins: ["*"] }],
      }),
      resource("aws:apigatewayv2/api:Api", "api", { corsConfiguration: { allowOrigins: ["*"] } }),
    ],
    "a bucket that only redirects": [
      resource("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "redirect", {
        redirectAllRequestsTo: { hostName: "www.example.com" },
      }),
    ],
  },
  mutants: [
    ...mutantsOf([
      ["uploads", "corsRules.0.allowedOrigins", ["*"], `corsRules.0.allowedOrigins ${END}`],
      ["api", "corsConfiguration.allowOrigins", ["*"], `corsConfiguration.allowOrigins ${END}`],
      ["url", "cors.allowOrigins", ["*"], `cors.allowOrigins ${END}`],
      [
        "headers",
        "corsConfig.accessControlAllowOrigins.items",
        ["*"],
        `corsConfig.accessControlAllowOrigins.items ${END}`,
      ],
      [
        "bucket",
        "website",
        { indexDocument: "index.html" },
        "website makes the bucket a website with plain HTTP, expected no website; serve the bucket through CloudFront",
      ],
    ]),
    {
      title: "a website",
      change: () => [
        resource("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "site", {
          indexDocument: { suffix: "index.html" },
        }),
      ],
      messages: {
        site: "it makes its bucket a website with plain HTTP, expected no website; serve the bucket through CloudFront",
      },
    },
  ],
});
