import * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "./bundle-function";

/** Whether the components were built for other projects, and the functions' code then; `.ci/build-components.cjs` defines both. */
declare const IS_BUILT: boolean;
declare const BUILT_FUNCTIONS: Readonly<Record<string, string>>;

const bundles = new Map<string, string>();

/** Entry point of every function, in the form of Lambda. */
export const FUNCTION_HANDLER = "index.handler";

/** Returns the bundled code of `functions/<name>`, whose hash changes only with the code. */
export function functionCode(name: string): pulumi.asset.Archive {
  const bundle = bundles.get(name) ?? loadBundle(name);
  bundles.set(name, bundle);
  return new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(bundle) });
}

function loadBundle(name: string): string {
  if (typeof IS_BUILT === "undefined") return bundleFunction(name);
  const bundle = BUILT_FUNCTIONS[name];
  if (bundle === undefined) throw new Error(`the build has no function ${name}`);
  return bundle;
}
