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

describe("regionsIn", () => {
  const names = (name: string, abbreviated?: readonly string[]) =>
    findRegionsInName(name, abbreviated && compileAbbreviations(abbreviated)).map(({ region }) => region);

  it("given any region in any of its forms among other words, when read, then that one is found, and where", () => {
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

  it("given a name in camel case, when read, then the region is found", () => {
    assert.deepEqual(names("DataEuWest1Bucket"), ["eu-west-1"]);
    assert.deepEqual(names("dataApNortheast2"), ["ap-northeast-2"]);
  });

  it("given a zone, when read, then it is told from its region", () => {
    assert.deepEqual(findRegionsInName("subnet-eu-west-1a"), [
      { region: "eu-west-1", text: "eu-west-1a", index: 7, isZone: true },
    ]);
  });

  it("given two regions, when read, then both are found in order", () => {
    assert.deepEqual(names("peering-us-east-1-to-eu-west-1"), ["us-east-1", "eu-west-1"]);
  });

  it("given words that only look alike, when read, then nothing is found", () => {
    for (const name of ["museum-west-1", "data-eu-west", "campus-east-12", "useast1ern", "use1", "metric"]) {
      assert.deepEqual(names(name), [], name);
    }
  });

  it("given an abbreviation, when read, then it is found only of the regions asked for", () => {
    assert.deepEqual(names("logs-use1", ["us-east-1", "eu-west-1"]), ["us-east-1"]);
    assert.deepEqual(names("logs-usw2", ["us-east-1"]), []);
    assert.deepEqual(names("logs-usw2", []), []);
  });
});

describe("abbreviationOf", () => {
  it("given regions, when abbreviated, then they are as people write them", () => {
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
