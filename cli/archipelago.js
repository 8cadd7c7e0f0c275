#!/usr/bin/env node
// The command archipelago: installs what is missing, then runs main.ts.
const { ensureInstalled } = require("./ensure-installed.js");

const code = ensureInstalled();
if (code !== 0) process.exit(code);
const { load } = require("../lab/plugins/bundle.js");

load("cli/main.ts", ["cli", "common", "stacks", "lab/engine", "lab/provider", "lab/aws", "lab/wire"])
  .main(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
