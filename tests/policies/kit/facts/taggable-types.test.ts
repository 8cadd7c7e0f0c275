import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { TAG_LIST_TYPES, TAGGABLE_TYPES } from "../../../../policies/kit/facts/taggable-types";

/** Types of the installed provider, by the form in which their arguments take tags. */
function declaredTypes(): { readonly maps: readonly string[]; readonly lists: readonly string[] } {
  const root = path.dirname(require.resolve("@pulumi/aws/package.json"));
  const maps: string[] = [];
  const lists: string[] = [];
  for (const module of fs.readdirSync(root, { withFileTypes: true })) {
    if (!module.isDirectory() || ["types", "config", "node_modules"].includes(module.name)) continue;
    for (const file of fs.readdirSync(path.join(root, module.name))) {
      if (!file.endsWith(".d.ts")) continue;
      const declared = fs.readFileSync(path.join(root, module.name, file), "utf8");
      const [, args = ""] = /\nexport interface \w+Args \{\n([\s\S]*?)\n\}/.exec(declared) ?? [];
      const [, form] = /\n {4}tags\?: pulumi\.Input<(\{|pulumi\.Input<)/.exec(args) ?? [];
      if (form === undefined) continue;
      const code = fs.readFileSync(path.join(root, module.name, file.replace(/\.d\.ts$/, ".js")), "utf8");
      const [, type] = /static __pulumiType = '(aws:[^']+)'/.exec(code) ?? [];
      if (type !== undefined) (form === "{" ? maps : lists).push(type);
    }
  }
  return { maps, lists };
}

describe("TAGGABLE_TYPES", () => {
  it("lists the types with tags of the installed provider", () => {
    const { maps, lists } = declaredTypes();

    assert.deepEqual([...TAGGABLE_TYPES].sort(), [...maps].sort());
    assert.deepEqual([...TAG_LIST_TYPES].sort(), [...lists].sort());
  });
});
