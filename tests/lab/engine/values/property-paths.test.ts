import assert from "node:assert/strict";
import { ignoreChanges, parsePath, pathsMeet } from "../../../../lab/engine/values/property-paths";

describe("parsePath", () => {
  it("parses keys, indices, quotes and wildcards", () => {
    assert.deepEqual(parsePath("tags.owner"), ["tags", "owner"]);
    assert.deepEqual(parsePath("rules[0].id"), ["rules", 0, "id"]);
    assert.deepEqual(parsePath("rules[*].id"), ["rules", "*", "id"]);
    assert.deepEqual(parsePath('["a.b"].c'), ["a.b", "c"]);
    assert.deepEqual(parsePath('tags["kubernetes.io/role/\\"x\\""]'), ["tags", 'kubernetes.io/role/"x"']);
    assert.deepEqual(parsePath("*"), ["*"]);
  });
});

describe("pathsMeet", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["tags", "tags.owner", true],
    ["tags.owner", "tags", true],
    ["tags.owner", "tags.team", false],
    ["tag", "tags", false],
    ["*", "anything.at[0].all", true],
    ["rules[*].id", "rules[3].id", true],
    ["rules[1].id", "rules[3].id", false],
    ['["a.b"]', "a.b", false],
  ];
  for (const [pattern, changed, expected] of cases) {
    it(`${expected ? "matches" : "does not match"} ${pattern} with ${changed}`, () => {
      assert.equal(pathsMeet(pattern, changed), expected);
    });
  }
});

describe("ignoreChanges", () => {
  it("restores a changed, an added and a removed key", () => {
    const olds = { a: 1, gone: 2, tags: { owner: "x", team: "y" } };
    const news = { a: 9, added: 3, tags: { owner: "z", team: "w" } };
    assert.deepEqual(ignoreChanges(news, olds, ["a", "gone", "added", "tags.owner"]), {
      a: 1,
      gone: 2,
      tags: { owner: "x", team: "w" },
    });
  });

  it("restores a part of each list item by a wildcard, and keeps new items", () => {
    const olds = { rules: [{ id: "a", n: 1 }] };
    const news = {
      rules: [
        { id: "b", n: 2 },
        { id: "c", n: 3 },
      ],
    };
    assert.deepEqual(ignoreChanges(news, olds, ["rules[*].id"]), {
      rules: [
        { id: "a", n: 2 },
        { id: "c", n: 3 },
      ],
    });
  });

  it("leaves out a path into an object that did not exist", () => {
    assert.deepEqual(ignoreChanges({ tags: { owner: "x", team: "y" } }, {}, ["tags.owner"]), {
      tags: { team: "y" },
    });
  });

  it("ignores paths that lead nowhere", () => {
    const news = { a: "text", list: [1, 2] };
    assert.deepEqual(
      ignoreChanges(news, { a: "text", list: [1] }, ["b.c", "a.x", "list[7]", "list.x"]),
      news,
    );
  });

  it("treats a key __proto__ as data", () => {
    const olds = JSON.parse('{"tags":{"__proto__":{"polluted":1}}}');
    const news = JSON.parse('{"tags":{"__proto__":{"polluted":2}}}');
    const result = ignoreChanges(news, olds, ["tags.__proto__"]);
    assert.equal(JSON.stringify(result), '{"tags":{"__proto__":{"polluted":1}}}');
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });
});
