/**
 * Options that are the same wherever our TypeScript is compiled for Node.
 *
 * @type {{ platform: "node", format: "cjs", target: string, sourcesContent: false, logLevel: "silent" }}
 */
const ESBUILD_OPTIONS = {
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcesContent: false,
  logLevel: "silent",
};

module.exports = { ESBUILD_OPTIONS };
