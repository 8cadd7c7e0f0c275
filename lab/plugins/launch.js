// Starts a plugin from its TypeScript source: `node launch.js lab/provider/main.ts`.
const [entry] = process.argv.splice(2, 1);
require("../speed/bundle.js").load(entry);
