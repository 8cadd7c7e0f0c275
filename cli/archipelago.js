#!/usr/bin/env node
// The command archipelago: installs what is missing, then runs main.ts.
const { ensureInstalled } = require("./ensure-installed.js");

const code = ensureInstalled();
if (code !== 0) process.exit(code);
// A tsconfig of the folder that the command is used in has no say in how the command itself is compiled.
const given = process.env.TSX_TSCONFIG_PATH;
process.env.TSX_TSCONFIG_PATH = require("node:path").resolve(__dirname, "../tsconfig.json");
require("tsx/cjs");
if (given === undefined) delete process.env.TSX_TSCONFIG_PATH;
else process.env.TSX_TSCONFIG_PATH = given;
require("./main.ts")
  .main(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
