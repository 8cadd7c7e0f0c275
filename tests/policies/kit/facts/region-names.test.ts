import assert from "node:assert/strict";
import fc from "fast-check";
import {
  abbreviationOf,
  compileAbbreviations,
  findRegionsInName,
} from "../../../../policies/kit/facts/region-names";

const CODES = [
  "us-east-1",
  "us-west-2",
  "eu-west-1",
  "eu-central-2",
  "ap-northeast-2",
  "ap-southeast-7",
  "ca-central-1",
  "sa-east-1",
  "me-south-1",
  "il-central-1",
  "us-gov-west-1",
];

describe("findRegionsInName", () => {
  const names = (name: string, abbreviated?: readonly string[]) =>
    findRegionsInName(name, abbreviated && compileAbbreviations(abbreviated)).map(({ region }) => region);

  it("finds any region in any form among other words, with its index", () => {
    const word = fc.constantFrom("data", "logs-access", "network", "public-1", "x");
    const forms = [
      (code: string) => code,
      (code: string) => code.replaceAll("-", "_"),
      (code: string) => code.replaceAll("-", ""),
      (code: string) => code.toUpperCase(),
    ];
    const form = fc.constantFrom(...forms);
    fc.assert(
      fc.property(fc.constantFrom(...CODES), form, word, word, (code, write, before, after) => {
        const text = write(code);

        assert.deepEqual(findRegionsInName(`${before}-${text}-${after}`), [
          { region: code, text, index: before.length + 1, isZone: false },
        ]);
      }),
    );
  });

  it("finds a region in camel case", () => {
    assert.deepEqual(names("DataEuWest1Bucket"), ["eu-west-1"]);
    assert.deepEqual(names("dataApNortheast2"), ["ap-northeast-2"]);
  });

  it("distinguishes a zone from its region", () => {
    assert.deepEqual(findRegionsInName("subnet-eu-west-1a"), [
      { region: "eu-west-1", text: "eu-west-1a", index: 7, isZone: true },
    ]);
  });

  it("finds two regions in order", () => {
    assert.deepEqual(names("peering-us-east-1-to-eu-west-1"), ["us-east-1", "eu-west-1"]);
  });

  it("ignores similar words", () => {
    for (const name of ["museum-west-1", "data-eu-west", "campus-east-12", "useast1ern", "use1", "metric"]) {
      assert.deepEqual(names(name), [], name);
    }
  });

  it("finds abbreviations of the given regions only", () => {
    assert.deepEqual(names("logs-use1", ["us-east-1", "eu-west-1"]), ["us-east-1"]);
    assert.deepEqual(names("logs-usw2", ["us-east-1"]), []);
    assert.deepEqual(names("logs-usw2", []), []);
  });
});

describe("abbreviationOf", () => {
  it("returns the customary abbreviations", () => {
    const all = Object.fromEntries(CODES.map((code) => [code, abbreviationOf(code)]));

    assert.deepEqual(all, {
      "us-east-1": "use1",
      "us-west-2": "usw2",
      "eu-west-1": "euw1",
      "eu-central-2": "euc2",
      "ap-northeast-2": "apne2",
      "ap-southeast-7": "apse7",
      "ca-central-1": "cac1",
      "sa-east-1": "sae1",
      "me-south-1": "mes1",
      "il-central-1": "ilc1",
      "us-gov-west-1": "usgw1",
    });
  });
});
