import assert from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
import {
  commandName,
  createColours,
  formatDuration,
  oneLine,
  pad,
  stripControls,
  truncate,
  wrap,
} from "../../cli/formatting";

describe("stripControls", () => {
  it("removes escape sequences and control characters", () => {
    const title = "\u001b]0;owned\u0007";
    const nasty = `${title}\u001b[31mred\u001b[0m a\bb\u0000c\u009b2Jd\u202ee`;

    assert.equal(stripControls(nasty), "red abcde");
  });

  it("converts line ends of other systems and tabs", () => {
    assert.equal(stripControls("a\r\nb\rc\td"), "a\nb\nc  d");
  });

  it("removes all control characters except the line end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) =>
        /^[^\p{Cc}]*$/u.test(stripControls(text).replaceAll("\n", "")),
      ),
    );
  });
});

describe("oneLine", () => {
  it("joins several lines", () => {
    assert.equal(oneLine(" a\n  b\r\nc "), "a b c");
  });
});

describe("wrap", () => {
  it("breaks a long line at spaces and indents the next lines", () => {
    assert.deepEqual(wrap("one two three four", 9, "  "), ["one two", "  three", "  four"]);
  });

  it("breaks a word that is longer than a line", () => {
    assert.deepEqual(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  });

  it("indents the rest of an indented line further", () => {
    assert.deepEqual(wrap("  one two three", 11, "  "), ["  one two", "    three"]);
  });

  it("keeps every letter and the width of a string", () => {
    const letters = (text: string): string => text.replace(/\s/g, "");
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 8, max: 80 }), (text, width) => {
        const flat = text.replace(/^\s+/, "");
        const lines = wrap(flat, width, "  ");
        assert.ok(lines.every((line) => stringWidth(line) <= width));
        assert.equal(letters(lines.join("")), letters(flat));
      }),
    );
  });
});

describe("wrap and truncate by columns", () => {
  it("wraps characters of two columns to the width of the terminal", () => {
    assert.deepEqual(wrap("日本語日本語", 7), ["日本語", "日本語"]);
  });

  it("keeps a coloured text on one line when its visible part fits", () => {
    assert.deepEqual(wrap("\u001b[31mred\u001b[39m text", 8), ["\u001b[31mred\u001b[39m text"]);
  });

  it("truncates characters of two columns without splitting one", () => {
    assert.equal(truncate("日本語", 6), "日本語");
    assert.equal(truncate("日本語", 5), "日本…");
    assert.equal(truncate("abcdef", 4), "abc…");
  });

  it("pads by columns", () => {
    assert.equal(pad("日本", 6), "日本  ");
    assert.equal(pad("abcdef", 4), "abcdef");
  });
});

describe("formatDuration", () => {
  for (const [ms, text] of [
    [40, "0.0 s"],
    [9940, "9.9 s"],
    [9960, "10 s"],
    [59_400, "59 s"],
    [60_000, "1 min"],
    [125_000, "2 min 5 s"],
  ] as const) {
    it(`formats ${ms} ms as ${text}`, () => {
      assert.equal(formatDuration(ms), text);
    });
  }
});

describe("createColours", () => {
  it("has colours on a terminal without NO_COLOR", () => {
    assert.equal(createColours({ isTTY: true }, {}).red("x"), "\u001b[31mx\u001b[39m");
  });

  it("has no colours with NO_COLOR or without a terminal", () => {
    assert.equal(createColours({ isTTY: true }, { NO_COLOR: "1" }).red("x"), "x");
    assert.equal(createColours({}, {}).red("x"), "x");
  });
});

describe("commandName", () => {
  it("returns a path relative to the current folder when the script is below it", () => {
    assert.equal(commandName("/repo/cli/archipelago.js", "/repo"), "node cli/archipelago.js");
    assert.equal(commandName("/repo/cli/archipelago.js", "/else"), "node /repo/cli/archipelago.js");
    assert.equal(commandName("/usr/bin/archipelago", "/repo"), "archipelago");
  });
});
