// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { ROOT } from "./pages";

/** Words that a reader has to translate, with what to write in their place. */
const GLOSSARY: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(?:tells?|telling|told)\b/i, "report, log, notify, return"],
  [/\b(?:speaks?|spoke) up\b|\bnothing to say\b/i, "report, is empty"],
  [/\b(?:hears?|heard|hearing)\b/i, "receives, subscribes to"],
  [/\b(?:lays?|laid|laying)\b/i, "deploy, create"],
  [/\b(?:brings?|brought|bringing)\b[^.;]{0,40}\bup\b/i, "deploy, up"],
  [/\bremed(?:y|ies|ied)\b/i, "remediation"],
  [/\b(?:a|an|one|no|any|each|every|some|two) text\b|\btexts\b/i, "a string"],
  [/\btruth values?\b/i, "a boolean"],
  [/\bparted by\b/i, "comma-separated"],
  [/\b(?:nobody|somebody|everybody|anybody|whoever|who may|that what)\b/i, "the named actor"],
  [/\b(?:is|are) none\b|\bof which\b|\bas far as\b/i, "another sentence"],
  [/\bfor good\b/i, "permanently"],
  [/\bat once\b/i, "immediately"],
  [/\bagain and again\b/i, "repeatedly"],
  [/\b(?:asks?|asked|asking)\b/i, "evaluate, request, query"],
  [/\b(?:grows? cold|age through)\b/i, "transition to a colder storage class"],
  [/\bthe world\b/i, "internet or any CIDR"],
  [/\bstrangers?\b/i, "unknown value"],
  [/\bthe places?\b/i, "region or global"],
  [/\bborn\b/i, "default VPC"],
  [/\bwork(?:s|ed|ing)? off\b/i, "process"],
  [/\b(?:const|let|function) (?:made|kept|found|looked|told|laid|judged)\b/, "created, existing, result"],
  [/^\s*(?:\/\*\*|\*) (?:What|Who|Whose|Whom)\b/, "a noun, or a verb in the third person"],
  [/\bit\(\s*["'`]given\b/, "what it does, under which condition"],
  [/\bit\(\s*"[^"]{91,}"/, "a title of at most 90 characters"],
];

/**
 * Lines that quote AWS, Pulumi, a recording, or a name or input that cannot change without a change of behaviour: their file,
 * and a part of the line.
 */
const QUOTATIONS: readonly (readonly [file: string, part: string])[] = [
  ["cli/policy/json-report.ts", "remedies: remediations"],
  ["components/cdn/index.ts", "asks of its buckets"],
  ["tests/components/cdn/cdn.test.ts", "asks of its buckets"],
  ["tests/golden/plugin/echo-provider.js", "as asked"],
];

/** Files that hold recordings, licences or the glossary itself. */
const SKIPPED =
  /^(?:tests\/golden\/cases\/|tests\/docs\/plain-english\.test\.ts$|LICENSE$|package-lock\.json$)/;

interface Finding {
  readonly file: string;
  readonly line: string;
  /** File, line number, the words found, and what to write instead. */
  readonly message: string;
}

function findWords(file: string, text: string): readonly Finding[] {
  return text.split("\n").flatMap((line, index) =>
    GLOSSARY.flatMap(([pattern, instead]) => {
      const [words] = pattern.exec(line) ?? [];
      if (words === undefined) return [];
      return [{ file, line, message: `${file}:${index + 1}: "${words.trim()}"; write: ${instead}` }];
    }),
  );
}

describe("plain English", () => {
  const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(?:ts|cts|js|cjs|md|yml|yaml|json|grit)$/.test(file) && !SKIPPED.test(file));
  const findings = files.flatMap((file) => findWords(file, fs.readFileSync(path.join(ROOT, file), "utf8")));
  const isQuoted = ({ file, line }: Finding): boolean =>
    QUOTATIONS.some(([quoted, part]) => file === quoted && line.includes(part));

  it("uses no word of the glossary outside of quotations", () => {
    assert.ok(files.length > 500, "git lists the files of the repository");
    const messages = findings.filter((finding) => !isQuoted(finding)).map(({ message }) => message);
    assert.equal(messages.join("\n"), "");
  });

  it("has no quotation that is gone", () => {
    const stale = QUOTATIONS.filter(
      ([file, part]) => !findings.some((one) => one.file === file && one.line.includes(part)),
    );
    assert.deepEqual(stale, []);
  });

  it("finds a word of the glossary", () => {
    const [finding] = findWords("README.md", "The alarm\ntells the topic.");

    assert.equal(finding?.message, 'README.md:2: "tells"; write: report, log, notify, return');
  });
});
