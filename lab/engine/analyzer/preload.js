// Loaded into every policy pack before the SDK, by `node --require`, for speed: see ../../speed/README.md.
// V8 lets the heap grow by this much before it collects garbage, and a pack keeps little of each resource. V8 ignores an
// unknown flag here, whereas on the command line it would end the process.
require("node:v8").setFlagsFromString("--heap-growing-percent=50");
require("../../speed/compile-cache.js").install(process.argv[1]);
require("../../speed/lazy-packages.js").install();
require("../../speed/late-typescript.js").install();

// A signal without a handler ends the process immediately, and the compile cache would not be written.
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
]) {
  process.once(signal, () => {
    if (process.listenerCount(signal) === 0) process.exit(128 + number);
  });
}
