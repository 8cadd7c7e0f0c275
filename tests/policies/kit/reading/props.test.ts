import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { Props, Undecided } from "../../../../policies/kit";

/** Encoding of unknown values, by their kind. */
const UNKNOWN = {
  text: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  list: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

function props(
  value: Record<string, unknown>,
  sources: Readonly<Record<string, readonly string[]>> = {},
): Props {
  return new Props([unknownCheckingProxy(value)], "", { sourcesOf: (property) => sources[property] ?? [] });
}

describe("Props", () => {
  const some = props({
    name: "data",
    size: 3,
    open: false,
    written: "true",
    nothing: null,
    rules: [{ id: "a" }, { id: "b" }],
    one: { inner: { deep: 1 } },
    names: ["x", "y"],
    hidden: UNKNOWN.text,
    list: UNKNOWN.list,
    object: UNKNOWN.object,
    mixed: ["x", UNKNOWN.text],
    tags: { "example.com/team": "web" },
  });

  it("converts a value to the requested type", () => {
    assert.equal(some.string("name"), "data");
    assert.equal(some.string("size"), "3");
    assert.equal(some.number("size"), 3);
    assert.equal(some.boolean("open"), false);
    assert.equal(some.boolean("written"), true);
    assert.deepEqual(some.strings("names"), ["x", "y"]);
    assert.deepEqual(some.strings("name"), ["data"]);
    assert.equal(some.string("one.inner.deep"), "1");
    assert.equal(some.string("rules.1.id"), "b");
    assert.deepEqual(
      some.list("rules").map((rule) => [rule.at, rule.string("id")]),
      [
        ["rules.0.", "a"],
        ["rules.1.", "b"],
      ],
    );
    assert.equal(some.list("one").length, 1);
    assert.equal(some.object("rules")?.string("id"), "a");
    assert.equal(some.object("tags")?.entry("example.com/team"), "web");
  });

  it("reads a missing value as absent for every type", () => {
    for (const path of [
      "missing",
      "nothing",
      "name.inner",
      "rules.7.id",
      "one.inner.deep.deeper",
      "toString",
    ]) {
      assert.deepEqual(some.read(path), { state: "absent" }, path);
      assert.equal(some.string(path), undefined);
      assert.equal(some.boolean(path), undefined);
      assert.deepEqual(some.list(path), []);
      assert.equal(some.isSet(path), false);
    }
  });

  it("never reads an unknown as a value or as absent", () => {
    for (const path of ["hidden", "hidden.inner", "list", "list.0", "object", "object.key", "mixed.1"]) {
      assert.deepEqual(some.read(path), { state: "undecided" }, path);
      assert.throws(() => some.string(path), new Undecided(path));
      assert.throws(() => some.isSet(path), new Undecided(path));
    }
    assert.throws(() => some.strings("mixed"), new Undecided("mixed.1"));
    assert.throws(() => some.json("hidden"), new Undecided("hidden"));
    assert.equal(some.hasItems("mixed"), true);
  });

  it("takes an unknown value of another resource for set", () => {
    const given = props({ hidden: UNKNOWN.text, other: UNKNOWN.text }, { hidden: ["key"] });

    assert.equal(given.isSet("hidden"), true);
    assert.equal(given.isSet("hidden.inner"), true);
    assert.throws(() => given.isSet("other"), new Undecided("other"));
  });

  it("reads the output only where an input is unknown", () => {
    const both = new Props([
      unknownCheckingProxy({ a: UNKNOWN.text, b: "input", d: { e: UNKNOWN.text }, f: UNKNOWN.text }),
      unknownCheckingProxy({ a: "output", b: "output", c: "output", d: { e: "output" }, f: UNKNOWN.text }),
    ]);

    assert.equal(both.string("a"), "output");
    assert.equal(both.string("b"), "input");
    assert.equal(both.string("c"), undefined);
    assert.equal(both.object("d")?.string("e"), "output");
    assert.deepEqual(both.read("f"), { state: "undecided" });
  });

  it("reads JSON from a string or an object, and nothing from other strings", () => {
    const text = props({ policy: '{"Statement":[{"Effect":"Deny"}]}', broken: "{" });
    const object = props({ policy: { Statement: [{ Effect: "Deny" }] } });

    assert.equal(text.json("policy")?.string("Statement.0.Effect"), "Deny");
    assert.equal(object.json("policy")?.string("Statement.0.Effect"), "Deny");
    assert.equal(text.json("broken"), undefined);
  });

  it("reads no number from a string without one", () => {
    const strings = props({ empty: "", word: "many", written: "12.5" });

    assert.equal(strings.number("empty"), undefined);
    assert.equal(strings.number("word"), undefined);
    assert.equal(strings.number("written"), 12.5);
  });
});
