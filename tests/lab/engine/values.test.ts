import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  OUTPUT_SIGNATURE,
  RESOURCE_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../../common/special-values";
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
} from "../../../lab/engine/values";

const TRICKY = '{"__proto__":{"a":1},"constructor":"c","toString":null,"hasOwnProperty":[]}';
const plain = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Value>;

describe("secret", () => {
  it("given a value, when made secret twice, then it is marked once, and plain again without", () => {
    void fc.assert(
      fc.property(plain, (value) => {
        const once = secret(value);
        assert.equal(secret(once), once);
        assert.equal(isSecret(once), true);
        assert.deepEqual(withoutSecrets({ deep: [once] }), { deep: [value] });
      }),
    );
  });

  it("given nothing secret, when the marks are taken off, then it is the same object", () => {
    const value = { list: [1, { b: "c" }] };
    assert.equal(withoutSecrets(value), value);
  });
});

describe("secretLike", () => {
  it("given secret inputs, when outputs repeat them, then those are secret and no others", () => {
    const inputs = { password: secret("hunter2"), size: 1, nested: { key: secret("k"), open: "o" } };
    const outputs = { password: "hunter2", size: 1, nested: { key: "k", open: "o" }, arn: "a" };
    assert.deepEqual(secretLike(outputs, inputs), {
      password: secret("hunter2"),
      size: 1,
      nested: { key: secret("k"), open: "o" },
      arn: "a",
    });
  });

  it("given a list with a secret, when an output repeats it, then the list is secret as a whole", () => {
    assert.deepEqual(secretLike({ list: ["b", "a"] }, { list: ["a", secret("b")] }), {
      list: secret(["b", "a"]),
    });
  });

  it("given an output that is secret already, when marked, then it stays marked once", () => {
    const outputs = { password: secret("x") };
    assert.deepEqual(secretLike(outputs, { password: secret("y") }), outputs);
  });

  it("given a secret under __proto__ and constructor, when marked, then only those are, and no prototype changes", () => {
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
  it("given keys that a plain object inherits, when mapped, then they are data", () => {
    const object = JSON.parse(TRICKY) as Properties;
    assert.equal(JSON.stringify(mapObject(object, (value) => value)), TRICKY);
  });
});

describe("containsUnknowns", () => {
  it("given unknowns of every kind at any depth, when asked, then they are found", () => {
    assert.equal(containsUnknowns({ a: [{ b: UNKNOWN_VALUE }] }), true);
    assert.equal(containsUnknowns(["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"]), true);
    assert.equal(containsUnknowns(secret(UNKNOWN_VALUE)), true);
    assert.equal(containsUnknowns({ [SIGNATURE_KEY]: OUTPUT_SIGNATURE, secret: true }), true);
    assert.equal(containsUnknowns({ [SIGNATURE_KEY]: OUTPUT_SIGNATURE, value: 1 }), false);
    assert.equal(containsUnknowns({ a: `${UNKNOWN_VALUE}!`, b: null }), false);
  });
});

describe("containsSecrets", () => {
  it("given a secret in a list in an object, when asked, then it is found", () => {
    assert.equal(containsSecrets({ a: [1, [secret(null)]] }), true);
    assert.equal(containsSecrets({ a: [1, { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "u" }] }), false);
  });
});

describe("withoutOutputValues", () => {
  it("given output values, when downgraded, then they are plain, secret or unknown", () => {
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

  it("given a reference to a resource, when downgraded, then it has a version, if only an empty one", () => {
    const reference = { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "u", id: "i" };
    assert.deepEqual(withoutOutputValues(reference), { ...reference, packageVersion: "" });
  });
});

describe("withoutReferences", () => {
  it("given references, when replaced, then there is an id, an unknown one, or a URN", () => {
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
  it("given a signature that is no string, when asked, then there is none", () => {
    assert.equal(signatureOf({ [SIGNATURE_KEY]: 1 }), undefined);
    assert.equal(signatureOf([SIGNATURE_KEY]), undefined);
  });
});

describe("equal", () => {
  it("given a value and its copy with the keys in another order, when compared, then they are equal", () => {
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

  it("given what differs in a key, a length or a kind, when compared, then they are not equal", () => {
    assert.equal(equal({ a: 1 }, { b: 1 }), false);
    assert.equal(equal([1], [1, 2]), false);
    assert.equal(equal([], {}), false);
    assert.equal(equal({}, []), false);
    assert.equal(equal(null, {}), false);
    assert.equal(equal("1", 1), false);
    assert.equal(equal({ a: undefined as unknown as Value }, { toString: 1 }), false);
  });
});
