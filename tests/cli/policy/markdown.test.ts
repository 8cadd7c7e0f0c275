import assert from "node:assert/strict";
import { markdownSummary } from "../../../cli/policy/markdown";
import { checked, finding, report, urn } from "./fixtures";

const ADVICE = finding({ policy: "logged", level: "advisory", text: "no log" });

describe("markdownSummary", () => {
  it("given findings, when written, then the verdict is first, violations are by stack, advice is folded, and packs are counted", () => {
    const stacks = [
      checked("dev", { findings: [finding({ severity: "high" }), ADVICE] }),
      checked("all", {
        across: true,
        findings: [finding({ stack: "all", urn: urn("all"), text: "no alarm" })],
      }),
    ];
    assert.equal(
      markdownSummary(report(stacks, { exitCode: 1 })),
      [
        "<!-- archipelago policy dev -->",
        "## Policies: dev failed: 2 mandatory violations, 1 advisory",
        "",
        "### dev",
        "",
        "| level | policy | resource | what |",
        "| --- | --- | --- | --- |",
        "| mandatory, high | [versioned](https://example.com/versioned) | archive (Bucket) | archive keeps no versions |",
        "",
        "### all, across its stacks",
        "",
        "| level | policy | resource | what |",
        "| --- | --- | --- | --- |",
        "| mandatory | [versioned](https://example.com/versioned) | the stack | no alarm |",
        "",
        "<details>",
        "<summary>1 advisory</summary>",
        "",
        "### dev",
        "",
        "| level | policy | resource | what |",
        "| --- | --- | --- | --- |",
        "| advisory | logged | archive (Bucket) | no log |",
        "",
        "</details>",
        "",
        "",
        "| pack | policies | passed | violated | advisory | not asked | disabled |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| basics 1.2.3 | 4 | 1 | 1 | 1 | 0 | 1 |",
        "",
        "_Preview of 1 stack with 3 resources, in 2.0 s._",
        "",
      ].join("\n"),
    );
  });

  it("given text with marks of Markdown, when written, then it stays text of its cell", () => {
    const text = "a | b\n<b>c</b> @team #12 `d` [e](f) *g* \\ &amp;";
    const summary = markdownSummary(report([checked("dev", { findings: [finding({ text })] })]));
    const row = summary.split("\n").find((line) => line.startsWith("| mandatory"));
    assert.ok(
      row?.endsWith(
        "| a \\| b<br>&lt;b&gt;c&lt;/b&gt; &#64;team &#35;12 \\`d\\` \\[e\\](f) \\*g\\* \\\\ &amp;amp; |",
      ),
      row,
    );
  });

  it("given more than a comment can hold, when written, then it fits, keeps verdict and counts, and says how many are left out", () => {
    const findings = Array.from({ length: 2000 }, (_, index) =>
      finding({ urn: urn("dev", `bucket-${index}`) }),
    );
    const summary = markdownSummary(
      report([checked("dev", { findings: [...findings, ADVICE] })], { exitCode: 1 }),
    );
    assert.ok(summary.length <= 65_536, String(summary.length));
    const rows = summary.split("\n").filter((line) => line.startsWith("| mandatory")).length;
    assert.ok(rows > 400, String(rows));
    assert.ok(summary.includes(`\n${2001 - rows} violations more would not fit here;`), summary.slice(-800));
    assert.match(summary, /^## Policies: dev failed: 2000 mandatory violations, 1 advisory$/m);
    assert.match(summary, /^\| basics 1\.2\.3 \|/m);
    assert.equal(summary.split("<details>").length, summary.split("</details>").length);
  });

  it("given stacks that could not be looked at, when written, then they stand before all else", () => {
    const stacks = [
      checked("a", { state: "failed", errors: ["boom"] }),
      checked("b", { state: "skipped", errors: ["it needs a"] }),
    ];
    const summary = markdownSummary(report(stacks, { exitCode: 1 }));
    assert.match(
      summary,
      /failed: no violations\n\nNot all was looked at:\n\n- \*\*a\*\* could not be looked at as a whole: boom\n- \*\*b\*\* skipped: it needs a\n/,
    );
  });
});
