#!/usr/bin/env node
// The command archipelago: installs missing packages, then runs main.ts.
const { ensureInstalled } = require("./ensure-installed.js");

const code = ensureInstalled();
if (code !== 0) process.exit(code);
const { load } = require("../lab/speed/bundle.js");

load("cli/main.ts")
  .main(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
