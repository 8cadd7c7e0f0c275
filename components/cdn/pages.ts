import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CdnArgs } from "./args";

/** How paths of a bucket name its objects. */
export type Pages = NonNullable<CdnArgs["pages"]>;

/** Assignments to `request.uri` for a path without an extension, whose last segment is in `segment`. */
const REWRITES: Readonly<Record<Exclude<Pages, "files">, string>> = {
  folders: 'request.uri = uri + (uri.endsWith("/") ? "index.html" : "/index.html");',
  app: 'request.uri = "/index.html";',
};

/** Returns the code of the function that rewrites paths; undefined when paths are the names of objects. */
export function rewriteCode(pages: Pages): string | undefined {
  if (pages === "files") return undefined;
  return [
    "function handler(event) {",
    "  var request = event.request;",
    "  var uri = request.uri;",
    '  var segment = uri.split("/").pop();',
    `  if (!segment.includes(".")) ${REWRITES[pages]}`,
    "  return request;",
    "}",
    "",
  ].join("\n");
}

/** Creates the function that rewrites paths, and returns its ARN; undefined when paths are the names of objects. */
export function createRewrite(
  name: string,
  pages: Pages,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  const code = rewriteCode(pages);
  if (code === undefined) return undefined;
  return new aws.cloudfront.Function(
    `${name}-pages`,
    { runtime: "cloudfront-js-2.0", code, comment: `Adds the name of a page to the paths of ${name}.` },
    { parent },
  ).arn;
}
