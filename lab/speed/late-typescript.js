// The SDK's runner of policy packs registers ts-node for every pack, also for one in JavaScript, and ts-node loads the
// compiler: half of such a pack's memory and most of its start. Here both are loaded with the first TypeScript file. A pack
// with a tsconfig.json, or with settings of ts-node in its environment, may have JavaScript compiled too, and gets the
// SDK's own behaviour unless its PulumiPolicy.yaml sets `typescript: false`.
const fs = require("node:fs");
const Module = require("node:module");
const { lazily } = require("./lazy-packages.js");

/** Files of the SDK that load the compiler. Besides registering it they read its version and parse a tsconfig with it. */
const RUNNER = /[\\/]@pulumi[\\/]pulumi[\\/](tsutils|cmd[\\/]run-policy-pack[\\/]run)\.js$/;
/** Files that ts-node compiles by default. */
const EXTENSIONS = [".ts", ".mts", ".cts"];

/** Loads the compiler with the first TypeScript file. To be called before the SDK is loaded. */
function install() {
  const { PULUMI_NODEJS_TYPESCRIPT: typescript, ...others } = process.env;
  const isConfigured =
    fs.existsSync("tsconfig.json") || Object.keys(others).some((name) => name.startsWith("TS_NODE_"));
  if (typescript === "true" && isConfigured) return;
  const { _load } = Module;
  /** Reads the compiler options of a tsconfig that the runner has parsed. */
  let readOptions = () => ({});
  Module._load = function load(request, parent, ...rest) {
    const loadNow = (name) => _load.call(this, name, parent, ...rest);
    if (!RUNNER.test(parent?.filename ?? "")) return loadNow(request);
    const loadLate = (known) => lazily(() => loadNow(request), known);
    switch (request) {
      case "typescript":
        return loadLate({ version: loadNow("typescript/package.json").version });
      case "ts-node": {
        const register = (options) =>
          registerLate(() =>
            loadNow(request).register({
              ...options,
              compilerOptions: { ...options.compilerOptions, ...readOptions() },
            }),
          );
        return loadLate({ VERSION: loadNow("ts-node/package.json").version, register });
      }
      case "./typescript-shim": {
        const parseConfigFileTextToJson = (...file) => {
          readOptions = () => loadNow(request).parseConfigFileTextToJson(...file).config?.compilerOptions;
          return { config: {} };
        };
        return loadLate({ parseConfigFileTextToJson });
      }
      default:
        return loadNow(request);
    }
  };
}

/** Calls `register` when the first TypeScript file is required, and loads that file with the loader it has registered. */
function registerLate(register) {
  for (const extension of EXTENSIONS) {
    Module._extensions[extension] = (module, file) => {
      for (const each of EXTENSIONS) delete Module._extensions[each];
      register();
      const load = Module._extensions[extension] ?? Module._extensions[".js"];
      return load(module, file);
    };
  }
}

module.exports = { install };
