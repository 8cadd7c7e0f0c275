import assert from "node:assert/strict";
import { renderMarkdown } from "../../../cli/policy/markdown-report";
import { finding, report, stackReport, urn } from "./fixtures";

const ADVICE = finding({ policy: "logged", level: "advisory", text: "no log" });

describe("renderMarkdown", () => {
  it("renders the verdict, violations by stack, collapsed advisory ones and counts", () => {
    const stacks = [
      stackReport("dev", { findings: [finding({ severity: "high" }), ADVICE] }),
      stackReport("all", {
        across: true,
        findings: [finding({ stack: "all", urn: urn("all"), text: "no alarm" })],
      }),
    ];
    assert.equal(
      renderMarkdown(report(stacks, { exitCode: 1 })),
      [
        "<!-- archipelago policy dev -->",
        "## Policies: dev failed: 2 mandatory violations, 1 advisory",
        "",
        "### dev",
        "",
        "| level | policy | resource | violation |",
        "| --- | --- | --- | --- |",
        "| mandatory, high | [versioned](https://example.com/versioned) | archive (Bucket) | archive keeps no versions |",
        "",
        "### all, across its stacks",
        "",
        "| level | policy | resource | violation |",
        "| --- | --- | --- | --- |",
        "| mandatory | [versioned](https://example.com/versioned) | the stack | no alarm |",
        "",
        "<details>",
        "<summary>1 advisory</summary>",
        "",
        "### dev",
        "",
        "| level | policy | resource | violation |",
        "| --- | --- | --- | --- |",
        "| advisory | logged | archive (Bucket) | no log |",
        "",
        "</details>",
        "",
        "",
        "| pack | policies | passed | violated | advisory | not evaluated | disabled |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| basics 1.2.3 | 4 | 1 | 1 | 1 | 0 | 1 |",
        "",
        "_Preview of 1 stack with 3 resources, in 2.0 s._",
        "",
      ].join("\n"),
    );
  });

  it("escapes Markdown in messages", () => {
    const text = "a | b\n<b>c</b> @team #12 `d` [e](f) *g* \\ &amp;";
    const summary = renderMarkdown(report([stackReport("dev", { findings: [finding({ text })] })]));
    const row = summary.split("\n").find((line) => line.startsWith("| mandatory"));
    assert.ok(
      row?.endsWith(
        "| a \\| b<br>&lt;b&gt;c&lt;/b&gt; &#64;team &#35;12 \\`d\\` \\[e\\](f) \\*g\\* \\\\ &amp;amp; |",
      ),
      row,
    );
  });

  it("leaves out and counts the violations that do not fit into a comment", () => {
    const findings = Array.from({ length: 2000 }, (_, index) =>
      finding({ urn: urn("dev", `bucket-${index}`) }),
    );
    const summary = renderMarkdown(
      report([stackReport("dev", { findings: [...findings, ADVICE] })], { exitCode: 1 }),
    );
    assert.ok(summary.length <= 65_536, String(summary.length));
    const rows = summary.split("\n").filter((line) => line.startsWith("| mandatory")).length;
    assert.ok(rows > 400, String(rows));
    assert.ok(summary.includes(`\n${2001 - rows} violations more did not fit here;`), summary.slice(-800));
    assert.match(summary, /^## Policies: dev failed: 2000 mandatory violations, 1 advisory$/m);
    assert.match(summary, /^\| basics 1\.2\.3 \|/m);
    assert.equal(summary.split("<details>").length, summary.split("</details>").length);
  });

  it("lists incomplete stacks first", () => {
    const stacks = [
      stackReport("a", { state: "failed", errors: ["boom"] }),
      stackReport("b", { state: "skipped", errors: ["it needs a"] }),
    ];
    const summary = renderMarkdown(report(stacks, { exitCode: 1 }));
    assert.match(
      summary,
      /failed: no violations\n\nNot everything was checked:\n\n- \*\*a\*\* could not be checked completely: boom\n- \*\*b\*\* skipped: it needs a\n/,
    );
  });
});
