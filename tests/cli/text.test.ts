import assert from "node:assert/strict";
import fc from "fast-check";
import { clean, coloursOf, commandName, duration, oneLine, wrap } from "../../cli/text";

describe("clean", () => {
  it("given escape sequences and control characters, when cleaned, then only what can be read is left", () => {
    const title = "\u001b]0;owned\u0007";
    const nasty = `${title}\u001b[31mred\u001b[0m a\bb\u0000c\u009b2Jd\u202ee`;

    assert.equal(clean(nasty), "red abcde");
  });

  it("given line ends of other systems and tabs, when cleaned, then they are line ends and spaces", () => {
    assert.equal(clean("a\r\nb\rc\td"), "a\nb\nc  d");
  });

  it("given any text, when cleaned, then no control character but the line end is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) =>
        /^[^\p{Cc}]*$/u.test(clean(text).replaceAll("\n", "")),
      ),
    );
  });
});

describe("oneLine", () => {
  it("given a name of several lines, when shown, then it is on one", () => {
    assert.equal(oneLine(" a\n  b\r\nc "), "a b c");
  });
});

describe("wrap", () => {
  it("given a long line, when wrapped, then it breaks at spaces and goes on under its indent", () => {
    assert.deepEqual(wrap("one two three four", 9, "  "), ["one two", "  three", "  four"]);
  });

  it("given a word that is longer than the line, when wrapped, then it breaks inside", () => {
    assert.deepEqual(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  });

  it("given a line that is indented, when wrapped, then what follows is indented further", () => {
    assert.deepEqual(wrap("  one two three", 9, "  "), ["  one two", "    three"]);
  });

  it("given any text, when wrapped, then no line is longer and no letter is lost", () => {
    const letters = (text: string): string => text.replace(/\s/g, "");
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 8, max: 80 }), (text, width) => {
        const flat = text.replace(/^\s+/, "");
        const lines = wrap(flat, width, "  ");
        assert.ok(lines.every((line) => line.length <= Math.max(width, 3)));
        assert.equal(letters(lines.join("")), letters(flat));
      }),
    );
  });
});

describe("duration", () => {
  for (const [ms, text] of [
    [40, "0.0 s"],
    [9940, "9.9 s"],
    [9960, "10 s"],
    [59_400, "59 s"],
    [60_000, "1 min"],
    [125_000, "2 min 5 s"],
  ] as const) {
    it(`given ${ms} ms, when shown, then it is ${text}`, () => {
      assert.equal(duration(ms), text);
    });
  }
});

describe("coloursOf", () => {
  it("given a terminal, when NO_COLOR is not set, then there are colours", () => {
    assert.equal(coloursOf({ isTTY: true }, {}).red("x"), "\u001b[31mx\u001b[39m");
  });

  it("given a terminal with NO_COLOR, or no terminal, when asked, then there are none", () => {
    assert.equal(coloursOf({ isTTY: true }, { NO_COLOR: "1" }).red("x"), "x");
    assert.equal(coloursOf({}, {}).red("x"), "x");
  });
});

describe("commandName", () => {
  it("given a script below the current folder, when shown, then it is relative to it", () => {
    assert.equal(commandName("/repo/cli/archipelago.js", "/repo"), "node cli/archipelago.js");
    assert.equal(commandName("/repo/cli/archipelago.js", "/else"), "node /repo/cli/archipelago.js");
    assert.equal(commandName("/usr/bin/archipelago", "/repo"), "archipelago");
  });
});
