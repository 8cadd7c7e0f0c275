import * as path from "node:path";
import type * as Esbuild from "esbuild";

const FUNCTIONS = path.join(__dirname, "../../functions");

/**
 * Returns the code of `functions/<name>` as one module. Its paths are relative, so that the result is the same on every machine.
 * Packages of the AWS SDK stay outside, since Lambda's runtime has them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function bundleFunction(name: string): string {
  // loaded only where the components run from their sources
  const { buildSync }: typeof Esbuild = require("esbuild");
  const { outputFiles } = buildSync({
    absWorkingDir: FUNCTIONS,
    entryPoints: [`./${name}/handler.ts`],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node22",
    external: ["@aws-sdk/*"],
    legalComments: "none",
    charset: "utf8",
    tsconfigRaw: {},
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
