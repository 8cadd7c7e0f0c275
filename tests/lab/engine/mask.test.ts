import assert from "node:assert/strict";
import { masker, secretTexts } from "../../../lab/engine/mask";
import { secret } from "../../../lab/engine/values";

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
    it(`given a secret ${form}, when shown twice, then it is hidden twice`, () => {
      assert.equal(masker([SECRET])(`a ${text} b ${text} c`), "a [secret] b [secret] c");
    });
  }

  it("given a secret that is part of a longer one, when the longer is shown, then nothing of it is left", () => {
    assert.equal(masker(["hunter", "hunter2-and-more"])("x hunter2-and-more y"), "x [secret] y");
  });

  it("given a secret of several lines, when one of them is shown, then it is hidden, but for a short one", () => {
    const key = "-----BEGIN KEY-----\r\nc2VjcmV0\n}\n-----END KEY-----";
    assert.equal(masker([key])("a c2VjcmV0 b"), "a [secret] b");
    assert.equal(masker([key])("-----BEGIN KEY-----"), "[secret]");
    assert.equal(masker([key])("{ }"), "{ }");
  });

  it("given a secret of two characters, when shown, then it is not hidden", () => {
    assert.equal(masker(["ab"])("ab about"), "ab about");
  });

  it("given replacement patterns in a secret, when hidden, then they are no patterns", () => {
    assert.equal(masker(["$&$1"])("a$&$1b"), "a[secret]b");
  });
});

describe("secretTexts", () => {
  it("given marks at any depth, when collected, then all texts and numbers under them are answered, and no others", () => {
    const properties = {
      open: "seen",
      key: secret("hush"),
      list: [{ deep: secret({ user: "tide", pin: 4711, on: true, none: null, more: ["a"] }) }, "seen too"],
    };
    assert.deepEqual(secretTexts(properties), ["hush", "tide", "4711", "a"]);
  });
});
