// Loaded into every program before the SDK, by `node --require`. It changes no result. Most of it is for speed: see
// ../speed/README.md.
const util = require("node:util");

require("../speed/compile-cache.js").install(process.argv[1]);
require("../speed/lazy-packages.js").install();
require("../speed/stack-traces.js").install();

const { ARCHIPELAGO_LAB_COMPILER_OPTIONS: compilerOptions } = process.env;
const transpile = compilerOptions === undefined ? undefined : require("../speed/transpile.js");
transpile?.register(compilerOptions);

// runs when the SDK is loaded and the program is not
setImmediate(() => {
  transpile?.mapStacks();
  require("../speed/debug-logs.js").install();
});

// The SDK inspects every uncaught error with colours. On Node 20.20.2 and 22.23.3 that never returns for an error whose stack names a
// file directly below a scoped package (`node_modules/@pulumi/stack.ts`), as the SDK's own source maps do: a program that
// throws would hang (markNodeModules in lib/internal/util/inspect.js).
const { inspect } = util;
util.inspect = Object.assign(
  (value, options, ...rest) =>
    value instanceof Error && options?.colors
      ? inspect(value, { ...options, colors: false })
      : inspect(value, options, ...rest),
  inspect,
);
