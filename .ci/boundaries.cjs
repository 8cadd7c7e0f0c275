// The import rules of every layer. `node .ci/write-docs.cjs` writes them as the linter's settings to boundaries.json.
const path = require("node:path");

/**
 * Layers in the order in which the linter applies them: a later one replaces an earlier one for its files.
 * `imports` lists what a layer may import of ours besides itself: `x` is a file or a folder's index, `x/*` any file or
 * index in it, `x/**` anything below it. `packages` lists the packages that it may not import.
 */
const LAYERS = [
  { folder: "", isFlat: true, imports: ["stacks/*"] },
  { folder: "stacks", imports: ["components", "components/*/args", "common/**"] },
  {
    folder: "components",
    isFlat: true,
    imports: [
      "components/*",
      "components/shared/*",
      "components/logs/filters",
      "components/monitoring/dashboard",
      "common/**",
    ],
  },
  { folder: "components/*", imports: ["components/*", "components/shared/**", "common/**"] },
  { folder: "components/shared", imports: ["common/**"] },
  { folder: "common", imports: [], packages: ["@pulumi/**", "@grpc/**", "node:*"] },
  { folder: "functions/*", imports: ["functions/shared/**"], packages: ["@pulumi/**"] },
  { folder: "functions/shared", imports: [], packages: ["@pulumi/**"] },
  {
    folder: "policies",
    isFlat: true,
    imports: ["policies/*", "policies/*/catalogue", "policies/kit/**", "common/**"],
    packages: ["@pulumi/aws", "@pulumi/aws/**", "@pulumi/awsx", "@pulumi/awsx/**"],
  },
  {
    folder: "policies/*",
    imports: ["policies/kit", "policies/kit/**", "common/**"],
    packages: ["@pulumi/aws", "@pulumi/aws/**", "@pulumi/awsx", "@pulumi/awsx/**"],
  },
  {
    folder: "policies/kit",
    imports: ["common/**"],
    packages: ["@pulumi/aws", "@pulumi/aws/**", "@pulumi/awsx", "@pulumi/awsx/**"],
  },
  { folder: "lab/wire", imports: ["common/**"], packages: ["@pulumi/aws", "@pulumi/aws/**"] },
  {
    folder: "lab/engine",
    imports: ["lab/wire/**", "common/**"],
    packages: ["@pulumi/aws", "@pulumi/aws/**"],
  },
  { folder: "lab/provider", imports: ["lab/aws/**", "lab/wire/**", "common/**"] },
  {
    folder: "lab/aws",
    imports: ["lab/wire/value", "common/**"],
    packages: [
      "@grpc/**",
      "@pulumi/**",
      "lmdb",
      "node:child_process",
      "node:dgram",
      "node:http",
      "node:http2",
      "node:https",
      "node:net",
      "node:tls",
      "node:worker_threads",
    ],
  },
  { folder: "lab/awsx", imports: ["lab/wire/**", "common/**"] },
  { folder: "lab/speed", imports: [] },
  { folder: "lab/plugins", imports: ["lab/speed/*"] },
  {
    folder: "cli",
    imports: [
      "lab/engine",
      "lab/engine/*",
      "lab/provider/cloud-control",
      "stacks/placeholders",
      "stacks/scope",
      "stacks/settings",
      "common/**",
    ],
  },
  { folder: "bench", imports: ["lab/**", "common/**"] },
];

/** Deepest folder below a layer's own that has rules. */
const DEPTH = 5;

/** The linter's settings for all layers, as JSON with one rule per line. */
function boundariesJson() {
  const overrides = LAYERS.flatMap((layer) => depthsOf(layer).map((depth) => overrideFor(layer, depth)));
  return `{ "overrides": [\n${overrides.map((each) => JSON.stringify(each)).join(",\n")}\n] }\n`;
}

function depthsOf({ isFlat }) {
  return isFlat ? [0] : Array.from({ length: DEPTH + 1 }, (_, depth) => depth);
}

/** The linter compares the text of an import, so that files of different depth need patterns of their own. */
function overrideFor(layer, depth) {
  const { folder, isFlat, imports, packages = [] } = layer;
  const here = path.posix.join(folder.replace("*", "-"), ...Array(depth).fill("-"));
  const up = Array(depth + 1)
    .fill("..")
    .join("/");
  const outside = [up, `${up}/**`, "./..", "./../**", "/**", "archipelago", "archipelago/**"];
  const inside = isFlat ? ["./**"] : [];
  const allowed = imports.flatMap((target) => patternsFor(relativePath(here, target)));
  const list = imports.length === 0 ? "nothing of ours" : imports.join(", ");
  const name = folder === "" ? "index.ts" : folder;
  return {
    includes: [path.posix.join(folder, ...Array(depth).fill("*"), folder === "" ? "*.ts" : "*")],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: "error",
            options: {
              patterns: [
                { group: [...outside, ...inside, ...allowed], message: `${name} imports ${list}` },
                ...(packages.length === 0
                  ? []
                  : [{ group: packages, message: `${name} does not import ${packages.join(", ")}` }]),
              ],
            },
          },
        },
      },
    },
  };
}

/** `../*` means the folders of its parent, not the index of the parent itself. */
function patternsFor(target) {
  const parent = target.endsWith("/*") ? target.slice(0, -1) : undefined;
  return [`!${target}`, ...(parent ? [parent, `${parent}index`, `${parent}index.*`] : [])];
}

function relativePath(from, target) {
  const result = path.posix.relative(from, target);
  return result.startsWith(".") ? result : `./${result}`;
}

module.exports = { boundariesJson };
