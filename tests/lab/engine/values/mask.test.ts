import assert from "node:assert/strict";
import { masker, secretTexts } from "../../../../lab/engine/values/mask";
import { secret } from "../../../../lab/engine/values/values";

const SECRET = 'hün"ter 2\n/?';
const FORMS: Readonly<Record<string, string>> = {
  "as it is": SECRET,
  base64: Buffer.from(SECRET).toString("base64"),
  base64url: Buffer.from(SECRET).toString("base64url"),
  "inside JSON": JSON.stringify(SECRET).slice(1, -1),
  "in a URL": encodeURIComponent(SECRET),
};

describe("masker", () => {
  for (const [form, text] of Object.entries(FORMS)) {
    it(`hides a secret ${form} each time`, () => {
      assert.equal(masker([SECRET])(`a ${text} b ${text} c`), "a [secret] b [secret] c");
    });
  }

  it("hides the whole of a secret that contains another one", () => {
    assert.equal(masker(["hunter", "hunter2-and-more"])("x hunter2-and-more y"), "x [secret] y");
  });

  it("hides each long line of a secret of several lines", () => {
    const key = "-----BEGIN KEY-----\r\nc2VjcmV0\n}\n-----END KEY-----";
    assert.equal(masker([key])("a c2VjcmV0 b"), "a [secret] b");
    assert.equal(masker([key])("-----BEGIN KEY-----"), "[secret]");
    assert.equal(masker([key])("{ }"), "{ }");
  });

  it("does not hide a secret of two characters", () => {
    assert.equal(masker(["ab"])("ab about"), "ab about");
  });

  it("takes replacement patterns in a secret literally", () => {
    assert.equal(masker(["$&$1"])("a$&$1b"), "a[secret]b");
  });
});

describe("secretTexts", () => {
  it("returns strings and numbers under marks at any depth, and no others", () => {
    const properties = {
      open: "seen",
      key: secret("hush"),
      list: [{ deep: secret({ user: "tide", pin: 4711, on: true, none: null, more: ["a"] }) }, "seen too"],
    };
    assert.deepEqual(secretTexts(properties), ["hush", "tide", "4711", "a"]);
  });
});
