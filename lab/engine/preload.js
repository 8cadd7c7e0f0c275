// Loaded into every program before the SDK, by `node --require`. It changes no result, only what things cost:
//
// 1. The SDK takes a stack trace for every promise and every resource, and source-map-support maps each frame of it.
//    Those traces are shown only when the SDK hangs. Traces of errors that the program throws are left as they are.
// 2. util.inspect with colours never returns for an error whose stack names a file directly below a scoped package
//    (`node_modules/@pulumi/stack.ts`), which is how the SDK's own source maps name theirs (node 20.20.2,
//    markNodeModules in lib/internal/util/inspect.js). The SDK inspects every uncaught error that way, so a program
//    that throws would hang.
// 3. The SDK logs three debug messages for every resource, each a call to the engine that waits for the one before:
//    half of all calls. They are kept here; what they say of the resources that the program declares is sent once, at
//    the end. ARCHIPELAGO_LAB_DEBUG=1 has them sent as they are.
const util = require("node:util");

require("./compile-cache.js").install(process.argv[1]);
require("./lazy-packages.js").install();

const PROMISES = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;
const RESOURCES = /[\\/]@pulumi[\\/]pulumi[\\/]resource\.js$/;
const NEAREST = 12;
const DEPENDENCY = /^node:|[\\/]node_modules[\\/]/;

const cheap = new WeakSet();
let current = Error.prepareStackTrace;

function cheaply(prepare) {
  if (typeof prepare !== "function" || cheap.has(prepare)) return prepare;
  const prepareCheaply = (error, frames) => {
    const file = frames[0]?.getFileName() ?? "";
    if (PROMISES.test(file)) return String(error);
    if (!RESOURCES.test(file) || frames[0].getFunctionName() !== "callsites") return prepare(error, frames);
    // Only the program's own frames are worth mapping, and the nearest ones: the first is where a resource is said to
    // come from.
    const lines = frames
      .slice(0, NEAREST)
      .map((frame) =>
        DEPENDENCY.test(frame.getFileName() ?? "node:")
          ? `    at ${frame}`
          : prepare(error, [frame]).split("\n").slice(1).join("\n"),
      );
    return `${error}\n${lines.join("\n")}`;
  };
  cheap.add(prepareCheaply);
  return prepareCheaply;
}

Object.defineProperty(Error, "prepareStackTrace", {
  configurable: true,
  get: () => current,
  set(prepare) {
    current = cheaply(prepare);
  },
});

const LOG = /[\\/]@pulumi[\\/]pulumi[\\/]log[\\/]index\.js$/;
const DECLARED = /^Registering resource: t=(.*?), name=(.*), custom=/;

function quiet(log) {
  const { debug } = log;
  const declared = [];
  log.debug = (message) => {
    const match = DECLARED.exec(message);
    if (match) declared.push({ type: match[1], name: match[2] });
    return Promise.resolve();
  };
  process.once("beforeExit", () => debug(`Declared resources: ${JSON.stringify(declared)}`));
}

const { ARCHIPELAGO_LAB_COMPILER_OPTIONS: compilerOptions } = process.env;
const transpile = compilerOptions === undefined ? undefined : require("./transpile.js");
transpile?.register(compilerOptions);

// By then the SDK is loaded, and the program is not.
setImmediate(() => {
  transpile?.mapStacks();
  if (process.env.ARCHIPELAGO_LAB_DEBUG === "1") return;
  for (const [file, { exports }] of Object.entries(require.cache)) if (LOG.test(file)) quiet(exports);
});

const { inspect } = util;
util.inspect = Object.assign(
  (value, options, ...rest) =>
    value instanceof Error && options?.colors
      ? inspect(value, { ...options, colors: false })
      : inspect(value, options, ...rest),
  inspect,
);
