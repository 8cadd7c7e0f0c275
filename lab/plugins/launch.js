// Starts a plugin from its TypeScript source: `node launch.js lab/provider/main.ts`.
const { load } = require("./bundle.js");

load(process.argv[2], ["lab/provider", "lab/aws", "lab/awsx", "lab/wire"]);
