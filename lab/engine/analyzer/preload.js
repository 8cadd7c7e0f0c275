// Loaded into every policy pack before the SDK, by `node --require`, for what it costs to start: see ../preload.js, 4.
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
