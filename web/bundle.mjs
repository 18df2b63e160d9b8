// src/ → one script, with the notices of what is bundled at its head. Called by bundle.py with the target and the
// fingerprint of the sources.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const [outfile, fingerprint] = process.argv.slice(2);
const licence = readFileSync("node_modules/cytoscape/LICENSE", "utf8").replaceAll("*/", "* /").trim();
const { version } = JSON.parse(readFileSync("node_modules/cytoscape/package.json", "utf8"));

await build({
  entryPoints: ["src/main.ts"],
  outfile,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  banner: { js: `/*! sources ${fingerprint}\nliens explorer, Apache-2.0. It holds cytoscape.js ${version}:\n\n${licence}\n*/` },
});
