// Builds dist/policies: each policy pack as one JavaScript file with its PulumiPolicy.yaml and package.json, as
// `pulumi policy publish` takes it and as `npm install` completes it in any folder.
const fs = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");
const yaml = require("yaml");

const ROOT = path.resolve(__dirname, "..");
const PACKS = ["baseline", "multi-region"];

/** Configurations that suit any program. */
const PRESETS = ["strict.json", "recommended.json", "advisory.json"];

/** Packages that stay outside of the file: the pack must share them with the SDK's runner, which starts it. */
const SDK = ["@pulumi/policy", "@pulumi/pulumi", "google-protobuf"];
const SDK_MODULE = new RegExp(`^(?:${SDK.join("|")})(?:/|$)`);

/** File of a package without a scope, by the package's name. */
const PACKAGE_FILE = /^node_modules\/([^@/][^/]*)\//;

/** Loads a package of the SDK from the pack's folder, or else from where the runner has it. */
const LOADER = `
const { createRequire } = require("node:module");
const own = createRequire(__filename);
const runner = createRequire(require.main?.filename ?? __filename);
exports.load = (name) => {
  try {
    own.resolve(name);
  } catch {
    return runner(name);
  }
  return own(name);
};`;

/** Writes `<target>/<pack>/` for every pack, in place of what the folder held. */
async function build(target) {
  fs.rmSync(target, { recursive: true, force: true });
  for (const pack of PACKS) await writePack(pack, path.join(target, pack));
}

async function writePack(pack, target) {
  const source = path.join(ROOT, "policies", pack);
  const { code, packages } = await bundlePack(pack);
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(path.join(target, "index.js"), code);
  fs.writeFileSync(
    path.join(target, "package.json"),
    `${JSON.stringify(manifestOf(source), undefined, 2)}\n`,
  );
  fs.writeFileSync(path.join(target, "PulumiPolicy.yaml"), projectOf(source));
  fs.mkdirSync(path.join(target, "config"));
  for (const preset of PRESETS) {
    fs.copyFileSync(path.join(source, "config", preset), path.join(target, "config", preset));
  }
  fs.copyFileSync(path.join(ROOT, "LICENSE"), path.join(target, "LICENSE"));
  for (const name of packages) {
    fs.copyFileSync(path.join(ROOT, "node_modules", name, "LICENSE"), path.join(target, `LICENSE-${name}`));
  }
}

/**
 * Bundles a pack.
 *
 * @returns its JavaScript, the files and the packages that are part of it, and the modules that it requires at run time
 */
async function bundlePack(pack) {
  const required = new Set();
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [`policies/${pack}/index.ts`],
    outdir: "dist",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    legalComments: "inline",
    logLevel: "warning",
    plugins: [loadSdkLate(required)],
  });
  const inputs = Object.keys(metafile.inputs).filter((file) => !file.startsWith("sdk:"));
  const packages = new Set(inputs.flatMap((file) => PACKAGE_FILE.exec(file)?.[1] ?? []));
  return {
    code: outputFiles[0].text,
    files: inputs.filter((file) => !PACKAGE_FILE.test(file)).sort(),
    packages: [...packages].sort(),
    required: [...required].sort(),
  };
}

/** @param required receives the modules of the SDK that the pack requires */
function loadSdkLate(required) {
  return {
    name: "sdk",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: SDK_MODULE }, ({ path: name }) => {
        required.add(name);
        return { path: name, namespace: "sdk" };
      });
      onResolve({ filter: /^sdk-loader$/ }, ({ path: name }) => ({ path: name, namespace: "sdk" }));
      onLoad({ filter: /^sdk-loader$/, namespace: "sdk" }, () => ({ contents: LOADER }));
      onLoad({ filter: SDK_MODULE, namespace: "sdk" }, ({ path: name }) => ({
        contents: `module.exports = require("sdk-loader").load(${JSON.stringify(name)});`,
      }));
    },
  };
}

function manifestOf(source) {
  const { dependencies, engines } = require("../package.json");
  const { name, version, description, license } = readJson(path.join(source, "package.json"));
  const sdk = Object.fromEntries(SDK.map((name) => [name, dependencies[name]]));
  return { name, version, description, license, main: "index.js", engines, dependencies: sdk };
}

function projectOf(source) {
  const project = yaml.parse(fs.readFileSync(path.join(source, "PulumiPolicy.yaml"), "utf8"));
  return yaml.stringify({ ...project, main: "index.js" });
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

module.exports = { build, bundlePack, PACKS };
