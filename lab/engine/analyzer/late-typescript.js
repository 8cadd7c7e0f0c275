// The SDK's runner of policy packs registers ts-node whatever a pack is written in, and that loads the compiler: half of
// what a pack in JavaScript takes in memory, and most of its start. Here both are loaded once a file in TypeScript is asked
// for. A pack that configures its compiler, which might have it compile JavaScript too, has it loaded as ever, unless its
// PulumiPolicy.yaml says `typescript: false`.
const fs = require("node:fs");
const Module = require("node:module");
const { lazily } = require("../lazy-packages.js");

/** Files of the SDK that load the compiler. Beyond its registration they read its version, and a tsconfig by its parser. */
const RUNNER = /[\\/]@pulumi[\\/]pulumi[\\/](tsutils|cmd[\\/]run-policy-pack[\\/]run)\.js$/;
/** What ts-node compiles unless it is told otherwise. */
const EXTENSIONS = [".ts", ".mts", ".cts"];

function install() {
  const { PULUMI_NODEJS_TYPESCRIPT: typescript, ...others } = process.env;
  const isConfigured =
    fs.existsSync("tsconfig.json") || Object.keys(others).some((name) => name.startsWith("TS_NODE_"));
  if (typescript === "true" && isConfigured) return;
  const { _load } = Module;
  /** Reads the compiler's options, once they are needed. */
  let readOptions = () => ({});
  Module._load = function load(request, parent, ...rest) {
    const own = (name) => _load.call(this, name, parent, ...rest);
    if (!RUNNER.test(parent?.filename ?? "")) return own(request);
    const late = (known) => lazily(() => own(request), known);
    switch (request) {
      case "typescript":
        return late({ version: own("typescript/package.json").version });
      case "ts-node": {
        const register = (options) =>
          registerLate(() =>
            own(request).register({
              ...options,
              compilerOptions: { ...options.compilerOptions, ...readOptions() },
            }),
          );
        return late({ VERSION: own("ts-node/package.json").version, register });
      }
      case "./typescript-shim": {
        const parseConfigFileTextToJson = (...file) => {
          readOptions = () => own(request).parseConfigFileTextToJson(...file).config?.compilerOptions;
          return { config: {} };
        };
        return late({ parseConfigFileTextToJson });
      }
      default:
        return own(request);
    }
  };
}

/** Calls `register` when the first file in TypeScript is asked for, and has that file loaded by what it has registered. */
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
