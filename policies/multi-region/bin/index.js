// Loads the pack from a bundle of its TypeScript.
require("../../../lab/speed/bundle.js").load("policies/multi-region/index.ts");
