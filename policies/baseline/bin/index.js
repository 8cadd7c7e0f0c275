// Loads the pack from a bundle of its TypeScript, which is made anew when a file has changed.
const { load } = require("../../../lab/plugins/bundle.js");

load("policies/baseline/index.ts", ["common", "policies/kit", "policies/baseline"]);
