import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  OUTPUT_SIGNATURE,
  RESOURCE_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../../../common/special-values";
import {
  containsSecrets,
  containsUnknowns,
  equal,
  isSecret,
  mapObject,
  type Properties,
  secret,
  secretLike,
  signatureOf,
  type Value,
  withoutOutputValues,
  withoutReferences,
  withoutSecrets,
} from "../../../../lab/engine/values/values";

const TRICKY = '{"__proto__":{"a":1},"constructor":"c","toString":null,"hasOwnProperty":[]}';
const plain = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Value>;

describe("secret", () => {
  it("marks a value once, and removes the mark", () => {
    void fc.assert(
      fc.property(plain, (value) => {
        const once = secret(value);
        assert.equal(secret(once), once);
        assert.equal(isSecret(once), true);
        assert.deepEqual(withoutSecrets({ deep: [once] }), { deep: [value] });
      }),
    );
  });

  it("returns the same object when nothing is secret", () => {
    const value = { list: [1, { b: "c" }] };
    assert.equal(withoutSecrets(value), value);
  });
});

describe("secretLike", () => {
  it("marks outputs that repeat secret inputs, and no others", () => {
    const inputs = { password: secret("hunter2"), size: 1, nested: { key: secret("k"), open: "o" } };
    const outputs = { password: "hunter2", size: 1, nested: { key: "k", open: "o" }, arn: "a" };
    assert.deepEqual(secretLike(outputs, inputs), {
      password: secret("hunter2"),
      size: 1,
      nested: { key: secret("k"), open: "o" },
      arn: "a",
    });
  });

  it("marks a whole list when one of its inputs is secret", () => {
    assert.deepEqual(secretLike({ list: ["b", "a"] }, { list: ["a", secret("b")] }), {
      list: secret(["b", "a"]),
    });
  });

  it("marks a secret output only once", () => {
    const outputs = { password: secret("x") };
    assert.deepEqual(secretLike(outputs, { password: secret("y") }), outputs);
  });

  it("marks secrets under __proto__ and constructor and changes no prototype", () => {
    const outputs = JSON.parse(TRICKY) as Properties;
    const inputs = JSON.parse(TRICKY, (key, value) => (key === "__proto__" ? secret(value) : value));
    const marked = secretLike(outputs, inputs);
    assert.deepEqual(Object.keys(marked), Object.keys(outputs));
    assert.equal(Object.getPrototypeOf(marked), Object.prototype);
    assert.equal(isSecret(Object.getOwnPropertyDescriptor(marked, "__proto__")?.value), true);
    assert.equal(marked["constructor"], "c");
  });
});

describe("mapObject", () => {
  it("treats keys that a plain object inherits as data", () => {
    const object = JSON.parse(TRICKY) as Properties;
    assert.equal(JSON.stringify(mapObject(object, (value) => value)), TRICKY);
  });
});

describe("containsUnknowns", () => {
  it("finds unknowns of every kind at any depth", () => {
    assert.equal(containsUnknowns({ a: [{ b: UNKNOWN_VALUE }] }), true);
    assert.equal(containsUnknowns(["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"]), true);
    assert.equal(containsUnknowns(secret(UNKNOWN_VALUE)), true);
    assert.equal(containsUnknowns({ [SIGNATURE_KEY]: OUTPUT_SIGNATURE, secret: true }), true);
    assert.equal(containsUnknowns({ [SIGNATURE_KEY]: OUTPUT_SIGNATURE, value: 1 }), false);
    assert.equal(containsUnknowns({ a: `${UNKNOWN_VALUE}!`, b: null }), false);
  });
});

describe("containsSecrets", () => {
  it("finds a secret in a list in an object", () => {
    assert.equal(containsSecrets({ a: [1, [secret(null)]] }), true);
    assert.equal(containsSecrets({ a: [1, { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "u" }] }), false);
  });
});

describe("withoutOutputValues", () => {
  it("turns output values into plain, secret or unknown values", () => {
    const output = (fields: Properties): Properties => ({ [SIGNATURE_KEY]: OUTPUT_SIGNATURE, ...fields });
    assert.deepEqual(
      withoutOutputValues({
        plain: output({ value: [output({ value: 1 })], dependencies: ["urn"] }),
        secret: output({ value: "s", secret: true }),
        unknown: output({}),
        both: output({ secret: true }),
      }),
      { plain: [1], secret: secret("s"), unknown: UNKNOWN_VALUE, both: secret(UNKNOWN_VALUE) },
    );
  });

  it("gives a resource reference a version, empty without one", () => {
    const reference = { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "u", id: "i" };
    assert.deepEqual(withoutOutputValues(reference), { ...reference, packageVersion: "" });
  });
});

describe("withoutReferences", () => {
  it("replaces references by an id, an unknown id, or a URN", () => {
    const reference = (fields: Properties): Properties => ({
      [SIGNATURE_KEY]: RESOURCE_SIGNATURE,
      urn: "u",
      ...fields,
    });
    assert.deepEqual(
      withoutReferences({
        deep: [secret(reference({ id: "i-1" }))],
        later: reference({ id: "" }),
        unknown: reference({ id: UNKNOWN_VALUE }),
        component: reference({ packageVersion: "" }),
        other: 1,
      }),
      { deep: [secret("i-1")], later: UNKNOWN_VALUE, unknown: UNKNOWN_VALUE, component: "u", other: 1 },
    );
  });
});

describe("signatureOf", () => {
  it("returns undefined when a signature is not a string", () => {
    assert.equal(signatureOf({ [SIGNATURE_KEY]: 1 }), undefined);
    assert.equal(signatureOf([SIGNATURE_KEY]), undefined);
  });
});

describe("equal", () => {
  it("ignores the order of keys", () => {
    const reversed = (value: Value): Value =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, item]) => [key, reversed(item)]),
            )
          : value;
    void fc.assert(fc.property(plain, (value) => assert.equal(equal(value, reversed(value)), true)));
  });

  it("distinguishes keys, lengths and kinds", () => {
    assert.equal(equal({ a: 1 }, { b: 1 }), false);
    assert.equal(equal([1], [1, 2]), false);
    assert.equal(equal([], {}), false);
    assert.equal(equal({}, []), false);
    assert.equal(equal(null, {}), false);
    assert.equal(equal("1", 1), false);
    assert.equal(equal({ a: undefined as unknown as Value }, { toString: 1 }), false);
  });
});
