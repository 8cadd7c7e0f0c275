// Loaded into every policy pack before the SDK, by `node --require`, for what it costs to start: see ../preload.js, 4.
// What a pack keeps of each resource is little beside what V8 lets a heap grow by before it looks for what is left. A flag
// that V8 does not know any more is passed over here, where on the command line it would end the process.
require("node:v8").setFlagsFromString("--heap-growing-percent=50");
require("../compile-cache.js").install(process.argv[1]);
require("../lazy-packages.js").install();
require("./late-typescript.js").install();

// A signal without a handler ends the process at once, and what was compiled would not be kept.
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
]) {
  process.once(signal, () => {
    if (process.listenerCount(signal) === 0) process.exit(128 + number);
  });
}
