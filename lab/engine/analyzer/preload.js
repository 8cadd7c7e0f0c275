// Loaded into every policy pack before the SDK, by `node --require`, for speed: see ../../speed/README.md.
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
