import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { describe, it } from "mocha";
import { rewriteCode } from "../../../components/cdn/pages";

/** Runs the function at the edge for a path, and returns the path that reaches the origin. */
function rewrite(pages: "folders" | "app", uri: string): string {
  return runInNewContext(`${rewriteCode(pages)}; handler({ request: { uri } }).uri`, { uri });
}

describe("rewriteCode", () => {
  it("is undefined when paths are the names of objects", () => {
    assert.equal(rewriteCode("files"), undefined);
  });

  const cases: readonly (readonly [string, string, string])[] = [
    ["/", "/index.html", "/index.html"],
    ["/docs", "/docs/index.html", "/index.html"],
    ["/docs/", "/docs/index.html", "/index.html"],
    ["/v1.2/docs", "/v1.2/docs/index.html", "/index.html"],
    ["/docs/page.html", "/docs/page.html", "/docs/page.html"],
    ["/main.js", "/main.js", "/main.js"],
  ];
  for (const [uri, folders, app] of cases) {
    it(`rewrites ${uri} to ${folders} for folders, and to ${app} for an app`, () => {
      assert.equal(rewrite("folders", uri), folders);
      assert.equal(rewrite("app", uri), app);
    });
  }
});
