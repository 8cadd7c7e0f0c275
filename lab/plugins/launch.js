// Starts a plugin from its TypeScript source: `node launch.js lab/provider/main.ts`.
const { load } = require("./bundle.js");

const [entry] = process.argv.splice(2, 1);
load(entry, ["common", "lab/provider", "lab/aws", "lab/awsx", "lab/wire"]);
