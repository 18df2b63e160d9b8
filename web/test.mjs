// tests/ → scripts that Node's own test runner runs. Called by bundle.py.
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const outdir = mkdtempSync(join(tmpdir(), "liens-web-"));
try {
  await build({
    entryPoints: globSync("tests/*.test.ts").sort(),
    outdir,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
  const scripts = globSync(join(outdir, "*.mjs"));
  const run = spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...scripts], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
