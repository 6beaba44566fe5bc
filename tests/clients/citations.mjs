// Reads a file of CSL-JSON and a file of BibTeX with citation-js; prints what it understood of each, as CSL-JSON on a
// line. A bibliography is made of the first as well, because only that shows whether the items can be cited.
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-bibtex";

const [csl, bibtex] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));

const items = new Cite(csl, { forceType: "@else/json" });
const cited = items.format("bibliography", { format: "text", template: "apa", lang: "en-US" });
if (cited.split("\n").filter((line) => line.trim()).length < items.data.length) {
  throw new Error(`the bibliography has fewer lines than there are articles:\n${cited}`);
}
console.log(JSON.stringify(items.data));
console.log(JSON.stringify(new Cite(bibtex, { forceType: "@bibtex/text" }).data));
