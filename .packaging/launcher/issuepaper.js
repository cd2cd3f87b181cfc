#!/usr/bin/env node
// Starts the program from the package for this system, of which npm has installed one at most.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `@issuepaper/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "issuepaper.exe" : "issuepaper";

let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(
    `error: the package ${name} is missing; install issuepaper with optional dependencies, ` +
      "or, if there is none for this system, with cargo",
  );
  process.exit(2);
}

const run = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`error: ${program} does not start: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exitCode = run.status ?? 2;
