import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { loadProject, loadStackConfig, removeConfig, setConfig } from "../../../../lab/engine/project";
import { PassphraseSecrets } from "../../../../lab/engine/state/secrets";
import { PASSPHRASE, SALT } from "../state/fixture";
import { folderWith } from "./fixture";

const PROJECT = "name: archi\nruntime: nodejs\n";
const KEY = "4dabf18193072939515e22adb298388d";

/** The configuration of the stack `dev` with this text. */
async function load(text: string, more: { project?: string; file?: string } = {}) {
  const dir = await folderWith({ "Pulumi.yaml": more.project ?? PROJECT, "Pulumi.dev.yaml": text });
  return loadStackConfig(await loadProject(dir), "dev", { passphrase: PASSPHRASE });
}

function entries(config: Awaited<ReturnType<typeof load>>): [string, string, boolean, boolean][] {
  return [...config.values].map(([key, { value, secret, object }]) => [key, value, secret, object]);
}

describe("loadStackConfig", () => {
  let secrets: PassphraseSecrets;

  before(async () => {
    secrets = await PassphraseSecrets.open(SALT, PASSPHRASE);
  });

  it("qualifies keys and converts values of every kind to strings", async () => {
    const config = await load(
      [
        "config:",
        "  aws:region: us-east-1",
        "  on: true",
        "  size: 3",
        "  archi:config:old: x",
        "  settings:",
        "    - a: 1.5",
        "      __proto__: {constructor: null}",
      ].join("\n"),
    );

    assert.deepEqual(entries(config), [
      ["aws:region", "us-east-1", false, false],
      ["archi:on", "true", false, false],
      ["archi:size", "3", false, false],
      ["archi:old", "x", false, false],
      ["archi:settings", '[{"a":1.5,"__proto__":{"constructor":null}}]', false, true],
    ]);
    assert.deepEqual([config.secretValues, config.salt], [[], undefined]);
  });

  it("decrypts nested secrets and lists them for masking", async () => {
    const [one, two] = [secrets.encrypt("raw text"), secrets.encrypt("x")];
    const config = await load(
      `encryptionsalt: ${SALT}\nconfig:\n  dbPassword: {secure: "${one}"}\n  web:\n    users: [{token: {secure: "${two}"}}]\n`,
    );

    assert.deepEqual(entries(config), [
      ["archi:dbPassword", "raw text", true, false],
      ["archi:web", '{"users":[{"token":"x"}]}', true, true],
    ]);
    assert.deepEqual([config.secretValues, config.salt], [["raw text", "x"], SALT]);
  });

  it("reads the given file instead of the stack's own", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.prod.yaml": "config: {a: b}\n" });
    const config = await loadStackConfig(await loadProject(dir), "prod-us-east-1", {
      file: "Pulumi.prod.yaml",
    });

    assert.equal(config.file, join(dir, "Pulumi.prod.yaml"));
    assert.deepEqual(entries(config), [["archi:a", "b", false, false]]);
  });

  it("applies the project's defaults and checks its types", async () => {
    const project = `${PROJECT}config:\n  aws:region: eu-west-1\n  n: {type: integer, default: 3}\n  m: {type: integer}\n  k: {secret: true, default: x}\n`;
    assert.deepEqual(
      entries(
        await load("config: {m: 4, aws:region: us-east-1}", { project: project.replace(/ {2}k:.*\n/, "") }),
      ),
      [
        ["archi:m", "4", false, false],
        ["aws:region", "us-east-1", false, false],
        ["archi:n", "3", false, false],
      ],
    );
    await assert.rejects(load("config: {n: x}", { project }), (error: Error) => {
      assert.match(error.message, /archi:n of dev is "x", expected a whole number/);
      assert.match(error.message, /archi:m is missing, expected a value/);
      assert.match(error.message, /archi:k is in plain text, expected secure/);
      return true;
    });
  });

  for (const name of [
    "password",
    "dbPassword",
    "api_key",
    "github-token",
    "aws:secretKey",
    "PASSPHRASE",
    "clientSecret",
  ]) {
    it(`refuses ${name} in plain text and names its line, not its value`, async () => {
      await assert.rejects(load(`config:\n  a: 1\n  ${name}: hunter2\n`), (error: Error) => {
        assert.match(
          error.message,
          new RegExp(`Pulumi\\.dev\\.yaml:3: ${name} is in plain text, expected secure: v1:`),
        );
        assert.ok(!error.message.includes("hunter2"));
        return true;
      });
    });
  }

  it("accepts names that only resemble those of secrets", async () => {
    const config = await load(
      "config:\n  o: {passwordLength: '12', secretArn: x, tokens: y, requirePassword: true, secret: ''}\n",
    );

    assert.equal(config.values.size, 1);
  });

  it("names the key of a damaged ciphertext, not its value", async () => {
    const sealed = secrets.encrypt("x").replace(/.{6}$/, "AAAAA=");
    await assert.rejects(
      load(`encryptionsalt: ${SALT}\nconfig:\n  web: {token: {secure: "${sealed}"}}\n`),
      (error: Error) => {
        assert.match(
          error.message,
          /Pulumi\.dev\.yaml:3: web\.token cannot be decrypted; the ciphertext is damaged/,
        );
        assert.ok(!error.message.includes(sealed));
        return true;
      },
    );
  });

  it("reports a wrong or missing passphrase with its source", async () => {
    const text = `encryptionsalt: ${SALT}\nconfig: {k: {secure: "${secrets.encrypt("x")}"}}\n`;
    const project = await loadProject(await folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": text }));

    const wrong = { text: "ebb", source: "PULUMI_CONFIG_PASSPHRASE_FILE (/x)" };
    await assert.rejects(
      loadStackConfig(project, "dev", { passphrase: wrong }),
      /Pulumi\.dev\.yaml: incorrect passphrase: the one from PULUMI_CONFIG_PASSPHRASE_FILE \(\/x\)/,
    );
    await assert.rejects(
      loadStackConfig(project, "dev"),
      /the file holds secrets and the passphrase is missing; set PULUMI_CONFIG_PASSPHRASE/,
    );
  });

  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"])
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`)}]`);
  const invalid: [string, string, RegExp][] = [
    [
      "a bomb of anchors",
      `config:\n  ${bomb.join("\n  ")}\n`,
      /Pulumi\.dev\.yaml:\d+: more than 100000 values after its aliases are followed/,
    ],
    ["an alias in itself", "config:\n  a: &a [*a]\n", /nested more than 64 levels deep|alias is/],
    [
      "65 levels",
      `${Array.from({ length: 66 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")}`,
      /:\d+: nested more than 64 levels deep/,
    ],
    [
      "more levels than a stack has",
      `config:\n  a: ${"[".repeat(200_000)}\n`,
      /:2: nested more than 64 levels deep/,
    ],
    [
      "more levels of lists in a line",
      `config:\n  a:\n    ${"- ".repeat(200_000)}x\n`,
      /:3: nested more than 64 levels deep/,
    ],
    [
      "2 MB",
      `config: {a: "${"x".repeat(2_000_000)}"}`,
      /the file has 2000015 bytes, expected at most 1048576/,
    ],
    ["a key twice", "config:\n  a: 1\n  a: 2\n", /Pulumi\.dev\.yaml:3: Map keys must be unique/],
    [
      "a key twice in two ways",
      "config:\n  a: 1\n  archi:a: 2\n",
      /:3: archi:a is set twice, expected archi:a once/,
    ],
    [
      "a merge key",
      "x: &x {b: 1}\nconfig: {a: {<<: *x}}\n",
      /key is "<<", expected the merged keys written out/,
    ],
    ["null", "config:\n  a:\n", /:2: a is null, expected a string/],
    [
      "the key of signed objects",
      `config:\n  a: {${KEY}: x}\n`,
      /:2: a holds the key by which Pulumi marks secrets/,
    ],
    [
      "a string with the key of signed objects",
      `config:\n  a: "{\\"${KEY}\\": 1}"\n`,
      /:2: a holds the key by which/,
    ],
    ["an environment", "environment: [prod]\n", /:1: environment is \["prod"\], expected only config/],
    ["a provider of secrets", "secretsprovider: awskms://x\n", /secretsprovider is "awskms:\/\/x"/],
    ["secrets without salt", "config: {k: {secure: v1:a:b}}\n", /encryptionsalt is missing/],
    ["a key of three parts", "config: {a:b:c: 1}\n", /key is "a:b:c", expected name or namespace:name/],
    ["half a file", "config: {a: [\n", /Pulumi\.dev\.yaml:\d+: /],
  ];
  for (const [what, text, message] of invalid) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(load(text), { code: "LAB_CONFIG", message });
    });
  }

  it("lists the existing files when the file is missing", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.prod.yaml": "", "Pulumi.dev.yaml": "" });
    const project = await loadProject(dir);

    await assert.rejects(loadStackConfig(project, "test"), {
      message: `${join(dir, "Pulumi.test.yaml")}: the file does not exist, expected one of Pulumi.dev.yaml, Pulumi.prod.yaml`,
    });
  });
});

describe("setConfig", () => {
  const COMMENTED = "# islands\nconfig:\n  # where\n  aws:region: us-east-1 # first\n  archi:size: 3\n";

  it("keeps comments and other values when values are set and removed", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": COMMENTED });
    const project = await loadProject(dir);
    await setConfig(project, "dev", "size", 4);
    await setConfig(project, "dev", "o", { list: ["a: b", "#"] });

    const text = await readFile(join(dir, "Pulumi.dev.yaml"), "utf8");
    assert.equal(text, `${COMMENTED.replace("3", "4")}  archi:o:\n    list:\n      - "a: b"\n      - "#"\n`);
    assert.equal(await removeConfig(project, "dev", "o"), true);
    assert.equal(await removeConfig(project, "dev", "o"), false);
    assert.equal(await readFile(join(dir, "Pulumi.dev.yaml"), "utf8"), COMMENTED.replace("3", "4"));
    assert.deepEqual((await readdir(dir)).sort(), ["Pulumi.dev.yaml", "Pulumi.yaml"]);
  });

  it("creates the file and its salt with the first secret and keeps the salt", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT });
    const project = await loadProject(dir);
    await setConfig(project, "dev", "password", "one", { secret: true, passphrase: PASSPHRASE });
    const first = await loadStackConfig(project, "dev", { passphrase: PASSPHRASE });
    await setConfig(project, "dev", "aws:token", "two", { secret: true, passphrase: PASSPHRASE });
    const second = await loadStackConfig(project, "dev", { passphrase: PASSPHRASE });

    assert.equal(second.salt, first.salt);
    assert.deepEqual(entries(second), [
      ["archi:password", "one", true, false],
      ["aws:token", "two", true, false],
    ]);
    assert.ok(!(await readFile(second.file, "utf8")).includes("one"));
  });

  it("refuses invalid keys and values and keeps the file", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": COMMENTED });
    const project = await loadProject(dir);

    await assert.rejects(
      setConfig(project, "dev", "password", "x"),
      /password: the value is in plain text under the name of a secret, expected --secret/,
    );
    await assert.rejects(setConfig(project, "dev", "a", { [KEY]: "x" }), /a: the value holds the key/);
    await assert.rejects(
      setConfig(project, "dev", "a", 3, { secret: true, passphrase: PASSPHRASE }),
      /a: the secret is a number, expected a string/,
    );
    await assert.rejects(
      setConfig(project, "dev", "a", "x", { secret: true }),
      /a: the passphrase is missing/,
    );
    await assert.rejects(setConfig(project, "../x", "a", "x"), /stack: name is/);
    assert.equal(await readFile(join(dir, "Pulumi.dev.yaml"), "utf8"), COMMENTED);
  });

  it("reads back strings that look like other YAML types", async () => {
    const dir = await folderWith({ "Pulumi.yaml": PROJECT });
    const project = await loadProject(dir);
    const strings = [
      "yes",
      "012",
      "1e3",
      "null",
      "",
      " x ",
      "a: b",
      "- a",
      "#",
      "'",
      '"',
      "\u2028",
      "a\nb\n",
      "&a",
      "*a",
      "!x",
      "{}",
      "$(x)",
      "2024-01-01",
    ];
    for (const [i, text] of strings.entries()) await setConfig(project, "dev", `k${i}`, text);

    const { values } = await loadStackConfig(project, "dev");
    assert.deepEqual(
      strings.map((_, i) => values.get(`archi:k${i}`)?.value),
      strings,
    );
    await writeFile(join(dir, "Pulumi.dev.yaml"), "");
    await setConfig(project, "dev", "a", "b");
    assert.equal(await readFile(join(dir, "Pulumi.dev.yaml"), "utf8"), "config:\n  archi:a: b\n");
  });
});
